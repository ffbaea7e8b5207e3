package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateAlgorithm;
import io.github.jettyws.security.limit.RateKey;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.RateStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateFactoryTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final PolicySettings settings = new PolicySettings("/", null);

    @Test
    void rules_nothingSet_asDocumented() {
        assertEquals(
                new MessageRateRules(
                        Set.of(RateKey.ADDRESS),
                        new RateRules(RateAlgorithm.SLIDING_WINDOW, 100, WINDOW, 100, true),
                        new RateRules(RateAlgorithm.SLIDING_WINDOW, 0, WINDOW, 0, true),
                        new RateRules(60, WINDOW),
                        new RateAction(Ladder.of(RateStep.CLOSE), 1008, "Rate limit exceeded. Please wait.")),
                rules());
    }

    @ParameterizedTest
    @CsvSource({
        "fixed-window, FIXED_WINDOW",
        "sliding-window, SLIDING_WINDOW",
        "sliding-log, SLIDING_LOG",
        "token-bucket, TOKEN_BUCKET",
        "leaky-bucket, LEAKY_BUCKET"
    })
    void rules_algorithm_isThatOne(String text, RateAlgorithm algorithm) {
        settings.setRateAlgorithm(text);

        assertEquals(algorithm, rules().messages().algorithm());
        assertEquals(algorithm, rules().bytes().algorithm());
    }

    @Test
    void rules_leakyBucket_burstAndDelay() {
        settings.setRateAlgorithm("leaky-bucket");
        settings.setRateBurst("0");
        settings.setRateBurstDelay("false");
        settings.setRateBytes("1000");

        assertEquals(new RateRules(RateAlgorithm.LEAKY_BUCKET, 100, WINDOW, 0, false), rules().messages());
        // One byte passes, and the others of a whole window's worth may wait.
        assertEquals(new RateRules(RateAlgorithm.LEAKY_BUCKET, 1000, WINDOW, 999, false), rules().bytes());
    }

    @Test
    void rules_tokenBucket_holdsTheBurst() {
        settings.setRateAlgorithm("token-bucket");
        assertEquals(100, rules().messages().burst());
        settings.setRateBurst("1");
        assertEquals(1, rules().messages().burst());
        settings.setRateBurst("0");

        assertErrors("ws-security.rate.burst: '0': expected a number from 1 to 1000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"address;[ADDRESS]", "user;[USER]", "connection;[CONNECTION]", "user, address;[ADDRESS, USER]"})
    void rules_key_eachOfThem(String text, String keys) {
        settings.setRateKey(text);

        assertEquals(keys, rules().keys().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "address,", "address,address", "peer", "address+user"})
    void rules_noKey_refused(String text) {
        settings.setRateKey(text);

        assertEquals(1, errors().size());
    }

    @Test
    void rules_burstOfOther_refused() {
        settings.setRateBurst("10");

        assertErrors(
                "ws-security.rate.burst: '10': expected nothing, since ws-security.rate.algorithm is 'sliding-window'");
    }

    @Test
    void rules_burstWithoutMessages_refused() {
        settings.setRateAlgorithm("token-bucket");
        settings.setRateMessages("0");
        settings.setRateBytes("1000");
        settings.setRateBurst("10");

        assertErrors("ws-security.rate.burst: '10': expected nothing, since ws-security.rate.messages is '0'");
    }

    @Test
    void rules_burstDelayOfOther_refused() {
        settings.setRateAlgorithm("token-bucket");
        settings.setRateBurstDelay("true");

        assertErrors("ws-security.rate.burstDelay: 'true': expected not to be set, since ws-security.rate.algorithm is"
                + " 'token-bucket'");
    }

    @Test
    void rules_largeLog_refused() {
        settings.setRateAlgorithm("sliding-log");
        settings.setRateMessages("1000");
        assertEquals(List.of(), errors());
        settings.setRateMessages("1001");

        assertErrors("ws-security.rate.messages: '1001': expected at most 1000, since ws-security.rate.algorithm is"
                + " 'sliding-log'");
    }

    @Test
    void rules_logOfBytes_refused() {
        settings.setRateAlgorithm("sliding-log");
        settings.setRateBytes("1");

        assertErrors("ws-security.rate.bytes: '1': expected 0, since ws-security.rate.algorithm is 'sliding-log'");
    }

    @Test
    void rules_bytesFasterThanTheClock_refused() {
        settings.setRateWindow("1ms");
        settings.setRateBytes("1000000");
        assertEquals(List.of(), errors());
        settings.setRateBytes("1000001");

        assertErrors("ws-security.rate.bytes: '1000001': expected at most 1000000, one for each nanosecond, since"
                + " ws-security.rate.window is '1ms'");
    }

    @ParameterizedTest
    @CsvSource({"drop, DROP", "reply, REPLY", "delay, DELAY", "close, CLOSE"})
    void rules_action_eachTime(String text, RateStep step) {
        settings.setRateAction(text);

        assertEquals(Ladder.of(step), rules().action().ladder());
    }

    @Test
    void rules_escalate_isTheLadder() {
        settings.setRateEscalate("drop:3,reply:2,close:3,ban");
        settings.setRateReplyMessage("Slowly!");
        settings.setRateCloseCode("1013");

        assertEquals(new RateAction(Ladder.parse("drop:3,reply:2,close:3,ban"), 1013, "Slowly!"), rules().action());
    }

    @Test
    void rules_badAction_refused() {
        settings.setRateAction("ban");
        settings.setRateCloseCode("1000");
        settings.setRateReplyMessage("");
        settings.setRateEscalate("drop,close");

        assertErrors(
                "ws-security.rate.action: 'ban': expected one of [drop, reply, delay, close]; only"
                        + " ws-security.rate.escalate bans",
                "ws-security.rate.escalate: 'drop,close': 'drop': expected a number of violations after each step but"
                        + " the last",
                "ws-security.rate.closeCode: '1000': expected one of [1008, 1013]",
                "ws-security.rate.replyMessage: '': expected 1 to 1000 characters");
    }

    @Test
    void rules_actionAndLadder_refused() {
        settings.setRateAction("drop");
        settings.setRateEscalate("drop:3,close");

        assertErrors(
                "ws-security.rate.escalate: 'drop:3,close': expected nothing, since ws-security.rate.action is 'drop'");
    }

    @Test
    void rules_replyOfNobody_refused() {
        settings.setRateReplyMessage("Slowly!");

        assertErrors("ws-security.rate.replyMessage: 'Slowly!': expected not to be set, since nothing replies: close");
    }

    @Test
    void rules_codeOfNoClose_refused() {
        settings.setRateAction("drop");
        settings.setRateCloseCode("1013");
        assertErrors("ws-security.rate.closeCode: '1013': expected not to be set, since nothing closes: drop");

        settings.setRateAction("delay");
        assertEquals(List.of(), errors());
    }

    @Test
    void rules_pathWithItsOwnAlgorithm_contradictionsAreFoundThere() {
        settings.setRateAlgorithm("token-bucket");
        settings.setRateBurst("5");
        PolicySettings path = new PolicySettings("/path", settings);
        path.setRateAlgorithm("fixed-window");
        List<String> errors = new ArrayList<>();
        RateFactory.rules(path, new SettingsReader(path, errors));
        assertEquals(
                List.of("ws-security.rate.burst (policy of /path): '5': expected nothing, since"
                        + " ws-security.rate.algorithm is 'fixed-window'"),
                errors);

        errors.clear();
        path.setRateBurst("");
        RateFactory.rules(path, new SettingsReader(path, errors));
        assertEquals(List.of(), errors);
    }

    private MessageRateRules rules() {
        List<String> errors = new ArrayList<>();
        MessageRateRules rules = RateFactory.rules(settings, new SettingsReader(settings, errors));
        assertEquals(List.of(), errors);
        return rules;
    }

    private List<String> errors() {
        List<String> errors = new ArrayList<>();
        RateFactory.rules(settings, new SettingsReader(settings, errors));
        return errors;
    }

    private void assertErrors(String... lines) {
        assertEquals(List.of(lines), errors());
    }
}
