package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageRatesTest {
    private static final int MESSAGES = 5;
    private static final int BYTES = 100;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final RateRules UNLIMITED = new RateRules(0, WINDOW);
    private static final RateAction CLOSE = new RateAction(Ladder.of(RateStep.CLOSE), 1008, "");

    private final FakeTicker ticker = new FakeTicker();

    @Test
    void open_byAddress_allItsConnectionsTogether() {
        MessageRates rates = messages(RateKey.ADDRESS);

        assertEquals(3, take(rates.open("address", "ann"), 3));
        assertEquals(2, take(rates.open("address", "bob"), 100));
        assertEquals(MESSAGES, take(rates.open("other", "ann"), 100));
    }

    @Test
    void open_byUser_whateverTheAddress() {
        MessageRates rates = messages(RateKey.USER);

        assertEquals(3, take(rates.open("address", "ann"), 3));
        assertEquals(2, take(rates.open("other", "ann"), 100));
        assertEquals(MESSAGES, take(rates.open("address", "bob"), 100));
    }

    /** Otherwise whoever does not log in had no limit. */
    @Test
    void open_byUserOfNobody_byAddress() {
        MessageRates rates = messages(RateKey.USER);

        assertEquals(3, take(rates.open("address", null), 3));
        assertEquals(2, take(rates.open("address", null), 100));
        assertEquals(MESSAGES, take(rates.open("other", null), 100));
        // Whoever has the name of an address is another client.
        assertEquals(MESSAGES, take(rates.open("address", "address"), 100));
    }

    @Test
    void open_byConnection_eachByItself() {
        MessageRates rates = messages(RateKey.CONNECTION);

        assertEquals(MESSAGES, take(rates.open("address", "ann"), 100));
        assertEquals(MESSAGES, take(rates.open("address", "ann"), 100));
        assertEquals(0, rates.size());
    }

    @Test
    void open_byAddressAndUser_bothMustHaveRoom() {
        MessageRates rates = messages(RateKey.ADDRESS, RateKey.USER);

        assertEquals(3, take(rates.open("address", "ann"), 3));
        assertEquals(2, take(rates.open("other", "ann"), 100));
        // Refused for the user, and nothing was taken from the other address for it.
        assertEquals(3, take(rates.open("other", "bob"), 100));
        assertEquals(2, take(rates.open("address", "cid"), 100));
    }

    @Test
    void open_byAddressAndUserOfNobody_countsOnce() {
        MessageRates rates = messages(RateKey.ADDRESS, RateKey.USER);

        assertEquals(MESSAGES, take(rates.open("address", null), 100));
        assertEquals(1, rates.size());
    }

    @Test
    void acquire_bytes_lastAllowedAndFirstRefused() {
        RateMeter meter = rates(UNLIMITED, bytes(), RateKey.ADDRESS).open("address", null);

        assertAllowed(meter.acquire(BYTES - 1));
        assertRefused(RateLimit.BYTES, meter.acquire(2));
        assertAllowed(meter.acquire(1));
        assertRefused(RateLimit.BYTES, meter.acquire(1));
        assertAllowed(meter.acquire(0));
    }

    @Test
    void acquireMore_fragments_bytesOfEachAndNoFurtherMessage() {
        RateMeter meter =
                rates(new RateRules(1, WINDOW), bytes(), RateKey.ADDRESS).open("address", null);

        assertAllowed(meter.acquire(50));
        assertAllowed(meter.acquireMore(0));
        assertAllowed(meter.acquireMore(50));
        assertRefused(RateLimit.BYTES, meter.acquireMore(1));
        RateMeter messages = messages(RateKey.ADDRESS).open("address", null);
        assertEquals(MESSAGES, take(messages, 100));
        assertAllowed(messages.acquireMore(Integer.MAX_VALUE));
    }

    /** From both or from neither: what is refused for one of them leaves the other as it was. */
    @Test
    void acquire_messagesAndBytes_refusedForOneTakesNothingOfTheOther() {
        RateRules messages = new RateRules(MESSAGES, WINDOW);
        RateMeter meter = rates(messages, bytes(), RateKey.ADDRESS).open("address", null);
        for (int i = 0; i < 10; i++) {
            assertRefused(RateLimit.BYTES, meter.acquire(BYTES + 1));
        }
        assertEquals(MESSAGES, take(meter, 100));
        for (int i = 0; i < 10; i++) {
            assertRefused(RateLimit.MESSAGES, meter.acquire(1));
        }

        assertAllowed(meter.acquireMore(BYTES));
        assertRefused(RateLimit.BYTES, meter.acquireMore(1));
    }

    @Test
    void acquire_moreBytesThanThereMayBe_never() {
        RateMeter meter =
                rates(new RateRules(MESSAGES, WINDOW), bytes(), RateKey.ADDRESS).open("address", null);

        assertEquals(RateDecision.NEVER, RateDecision.waitNanos(meter.acquire(BYTES + 1)));
        assertEquals(RateDecision.NEVER, RateDecision.waitNanos(meter.acquireMore(Integer.MAX_VALUE)));
    }

    @Test
    void acquire_total_oneForTheWholeServer() {
        TotalRate total = new TotalRate(new RateRules(7, WINDOW), ticker);
        MessageRates one = new MessageRates(rules(new RateRules(MESSAGES, WINDOW), UNLIMITED), total, ticker);
        MessageRates other = new MessageRates(rules(UNLIMITED, UNLIMITED), total, ticker);

        RateMeter meter = one.open("address", null);
        assertEquals(MESSAGES, take(meter, MESSAGES));
        // Over its own limit, and it takes nothing of what all share.
        for (int i = 0; i < 10; i++) {
            assertRefused(RateLimit.MESSAGES, meter.acquire(0));
        }
        RateMeter last = other.open("other", null);
        assertEquals(2, take(last, 2));
        assertRefused(RateLimit.TOTAL, last.acquire(0));
        // And the other way round.
        RateMeter third = one.open("third", null);
        assertRefused(RateLimit.TOTAL, third.acquire(0));
        assertEquals(0, third.probe(third.acquire(0)).remaining());
    }

    /** Both have no room; the one that has some later is told. */
    @Test
    void acquire_severalRefuse_theLongestWait() {
        RateRules seldom = new RateRules(RateAlgorithm.TOKEN_BUCKET, 1, WINDOW, 1, false);
        RateRules often = new RateRules(RateAlgorithm.TOKEN_BUCKET, 100, WINDOW, 100, false);
        RateMeter meter = rates(seldom, often, RateKey.ADDRESS).open("address", null);
        assertAllowed(meter.acquire(100));

        long decision = meter.acquire(1);
        assertRefused(RateLimit.MESSAGES, decision);
        assertEquals(WINDOW.toNanos(), RateDecision.waitNanos(decision));
        assertEquals(WINDOW.toNanos() / 100, RateDecision.waitNanos(meter.acquireMore(1)));
    }

    @Test
    void acquire_leakyBuckets_theLongerDelay() {
        RateRules messages = new RateRules(RateAlgorithm.LEAKY_BUCKET, 10, WINDOW, 3, true);
        RateRules bytes = new RateRules(RateAlgorithm.LEAKY_BUCKET, 100, WINDOW, 99, true);
        RateMeter meter = rates(messages, bytes, RateKey.ADDRESS).open("address", null);

        assertEquals(0, meter.acquire(5));
        assertEquals(-Duration.ofSeconds(1).toNanos(), meter.acquire(40));
        assertEquals(-Duration.ofMillis(4_500).toNanos(), meter.acquire(0));
    }

    @ParameterizedTest
    @EnumSource
    void probe_messagesAndBytes_messagesThatAreLeft(RateAlgorithm algorithm) {
        RateRules messages = new RateRules(algorithm, MESSAGES, WINDOW, MESSAGES - 1, false);
        RateMeter meter =
                rates(messages, UNLIMITED, RateKey.ADDRESS, RateKey.CONNECTION).open("address", null);
        int most = algorithm == RateAlgorithm.TOKEN_BUCKET ? MESSAGES - 1 : MESSAGES;
        for (int left = most - 1; left >= 0; left--) {
            assertEquals(new Probe(true, left, 0), meter.probe(meter.acquire(0)));
        }

        Probe refused = meter.probe(meter.acquire(0));
        assertFalse(refused.allowed());
        assertEquals(0, refused.remaining());
        ticker.advance(Duration.ofNanos(refused.waitNanos() - 1));
        assertEquals(1, RateDecision.waitNanos(meter.acquire(0)));
        ticker.advance(Duration.ofNanos(1));
        assertAllowed(meter.acquire(0));
    }

    @Test
    void probe_bytesOnly_bytesThatAreLeft() {
        RateMeter meter = rates(UNLIMITED, bytes(), RateKey.ADDRESS).open("address", null);

        assertEquals(new Probe(true, BYTES - 10, 0), meter.probe(meter.acquire(10)));
    }

    @Test
    void open_nothingLimited_nothingIsKept() {
        MessageRates rates = rates(UNLIMITED, UNLIMITED, RateKey.ADDRESS);

        assertSame(RateMeter.UNLIMITED, rates.open("address", "ann"));
        assertEquals(new Probe(true, Long.MAX_VALUE, 0), RateMeter.UNLIMITED.probe(RateDecision.PASS));
        assertEquals(RateDecision.PASS, RateMeter.UNLIMITED.acquireMore(1));
    }

    @Test
    void close_allLimits_clientsAreRememberedAndThenForgotten() {
        MessageRates rates = rates(new RateRules(MESSAGES, WINDOW), bytes(), RateKey.ADDRESS, RateKey.USER);
        try (RateMeter meter = rates.open("address", "ann")) {
            assertAllowed(meter.acquire(BYTES));
        }
        RateMeter again = rates.open("address", "ann");
        assertRefused(RateLimit.BYTES, again.acquire(1));
        again.close();
        assertEquals(4, rates.size());

        ticker.advance(WINDOW.multipliedBy(2));
        try (RateMeter meter = rates.open("other", null)) {
            assertAllowed(meter.acquire(1));
        }
        assertEquals(2, rates.size());
    }

    /** However long the window of the bucket, it counts on until it is full. */
    @Test
    void open_reconnectToABucketOfManyWindows_findsWhatItLeft() {
        RateRules bucket = new RateRules(RateAlgorithm.TOKEN_BUCKET, 1, WINDOW, 10, false);
        MessageRates rates = rates(bucket, UNLIMITED, RateKey.ADDRESS);
        try (RateMeter meter = rates.open("address", null)) {
            assertEquals(10, take(meter, 100));
        }
        ticker.advance(WINDOW.multipliedBy(5));

        assertEquals(5, take(rates.open("address", null), 100));
    }

    @ParameterizedTest
    @EnumSource
    void open_sprayOfOtherClients_nothingIsGivenBack(RateAlgorithm algorithm) {
        RateRules rules = new RateRules(algorithm, MESSAGES, WINDOW, MESSAGES, false);
        MessageRates rates = rates(rules, UNLIMITED, RateKey.ADDRESS);
        for (int client = 0; client < 20; client++) {
            try (RateMeter meter = rates.open("ann " + client, null)) {
                take(meter, 100);
            }
        }
        for (int client = 0; client < 250_000; client++) {
            try (RateMeter meter = rates.open(client, null)) {
                take(meter, 1);
            }
        }

        for (int client = 0; client < 20; client++) {
            assertEquals(0, take(rates.open("ann " + client, null), 100));
        }
        assertTrue(rates.size() <= RateWindows.MAX_REMEMBERED + 20, () -> rates.size() + " are remembered");
    }

    /** Logs are large; there are as many fewer of them. */
    @Test
    void size_logsOfManyClients_boundedByWhatTheyHold() {
        RateRules rules = new RateRules(RateAlgorithm.SLIDING_LOG, RateRules.MAX_LOG, WINDOW, 0, false);
        MessageRates rates = rates(rules, UNLIMITED, RateKey.ADDRESS);
        for (int client = 0; client < 20_000; client++) {
            try (RateMeter meter = rates.open(client, null)) {
                take(meter, 10);
            }
        }

        assertTrue(rates.size() <= 4_000, () -> rates.size() + " are remembered");
        assertTrue(take(rates.open(0, null), 1_000) <= RateRules.MAX_LOG - 10);
    }

    @Test
    void openReplies_oneInAWindow() {
        RateMeter replies = messages(RateKey.ADDRESS).openReplies();

        assertAllowed(replies.acquire(0));
        assertFalse(RateDecision.isAllowed(replies.acquire(0)));
        ticker.advance(WINDOW.minusNanos(1));
        assertFalse(RateDecision.isAllowed(replies.acquire(0)));
        ticker.advance(Duration.ofNanos(1));
        assertAllowed(replies.acquire(0));
        replies.close();
    }

    @Test
    void violated_ladder_stepsOfEachClient() {
        RateAction action = new RateAction(Ladder.parse("drop:1,close"), 1013, "");
        MessageRateRules rules = new MessageRateRules(
                Set.of(RateKey.ADDRESS), new RateRules(MESSAGES, WINDOW), UNLIMITED, UNLIMITED, action);
        MessageRates rates = new MessageRates(rules, new TotalRate(UNLIMITED, ticker), ticker);

        assertEquals(RateStep.DROP, rates.violated("address"));
        assertEquals(RateStep.CLOSE, rates.violated("address"));
        assertEquals(RateStep.DROP, rates.violated("other"));
        assertSame(action, rates.action());
    }

    @Test
    void toString_rates_saysWhatIsLimited() {
        assertEquals(
                "5 messages in PT10S, 100 bytes in PT10S, unlimited by [ADDRESS]",
                rates(new RateRules(MESSAGES, WINDOW), bytes(), RateKey.ADDRESS).toString());
        assertEquals("7 messages in total in PT10S", new TotalRate(new RateRules(7, WINDOW), ticker).toString());
    }

    private static RateRules bytes() {
        return new RateRules(BYTES, WINDOW);
    }

    private MessageRates messages(RateKey... keys) {
        return rates(new RateRules(MESSAGES, WINDOW), UNLIMITED, keys);
    }

    private MessageRates rates(RateRules messages, RateRules bytes, RateKey... keys) {
        return new MessageRates(rules(messages, bytes, keys), new TotalRate(UNLIMITED, ticker), ticker);
    }

    private static MessageRateRules rules(RateRules messages, RateRules bytes, RateKey... keys) {
        return new MessageRateRules(
                keys.length == 0 ? Set.of(RateKey.ADDRESS) : Set.of(keys), messages, bytes, UNLIMITED, CLOSE);
    }

    private static void assertAllowed(long decision) {
        assertEquals(RateDecision.PASS, decision);
    }

    private static void assertRefused(RateLimit limit, long decision) {
        assertFalse(RateDecision.isAllowed(decision));
        assertEquals(limit, RateDecision.limit(decision));
    }

    private static int take(RateMeter meter, int most) {
        int passed = 0;
        while (passed < most && RateDecision.isAllowed(meter.acquire(0))) {
            passed++;
        }
        return passed;
    }
}
