package io.github.jettyws.security;

import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateAlgorithm;
import io.github.jettyws.security.limit.RateKey;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.RateStep;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes of the {@code ws-security.rate.*} settings of one policy what they say. */
final class RateFactory {
    /** The shortest window of messages. */
    static final Duration LEAST_WINDOW = Duration.ofMillis(1);

    /** RFC 6455, section 7.4.1: policy violation; and of the registry of its section 11.7: try again later. */
    private static final List<String> CLOSE_CODES = List.of("1008", "1013");

    private static final int MAX_REPLY = 1000;

    private final PolicySettings settings;
    private final SettingsReader reader;

    private RateFactory(PolicySettings settings, SettingsReader reader) {
        this.settings = settings;
        this.reader = reader;
    }

    static MessageRateRules rules(PolicySettings settings, SettingsReader reader) {
        return new RateFactory(settings, reader).rules();
    }

    private MessageRateRules rules() {
        int before = reader.errors();
        RateAlgorithm algorithm = reader.read(
                Property.RATE_ALGORITHM, text -> Values.name(RateAlgorithm.class, text), RateAlgorithm.SLIDING_WINDOW);
        long messages = reader.number(Property.RATE_MESSAGES, 0, RateRules.MAX_MESSAGES);
        long bytes = reader.number(Property.RATE_BYTES, 0, RateRules.MAX_BYTES);
        Duration window = reader.duration(Property.RATE_WINDOW, LEAST_WINDOW, RateRules.MAX_WINDOW);
        boolean leaky = algorithm == RateAlgorithm.LEAKY_BUCKET;
        // What may wait does not have to; a bucket that holds nothing would let nothing pass.
        long burst = reader.read(Property.RATE_BURST, text -> burst(text, leaky ? 0 : 1, messages), messages);
        boolean delay = reader.bool(Property.RATE_BURST_DELAY);
        Set<RateKey> keys = reader.read(Property.RATE_KEY, RateFactory::keys, Set.of(RateKey.ADDRESS));
        if (reader.errors() == before) {
            findContradictions(algorithm, messages, bytes, window);
        }
        return new MessageRateRules(
                keys,
                new RateRules(algorithm, messages, window, burst, delay),
                // A whole window's worth at once: one passes and the others may wait.
                new RateRules(algorithm, bytes, window, leaky ? Math.max(0, bytes - 1) : bytes, delay),
                new RateRules(
                        reader.number(Property.RATE_CONTROL_FRAMES, 0, RateRules.MAX_MESSAGES),
                        reader.duration(Property.RATE_CONTROL_WINDOW, LEAST_WINDOW, RateRules.MAX_WINDOW)),
                action());
    }

    private static long burst(String text, long least, long messages) {
        return text.isEmpty() ? messages : Values.number(text, least, RateRules.MAX_MESSAGES);
    }

    private static Set<RateKey> keys(String text) {
        Set<RateKey> keys = EnumSet.noneOf(RateKey.class);
        for (String entry : Values.list(text)) {
            if (!keys.add(Values.name(RateKey.class, entry))) {
                throw new IllegalArgumentException("'" + entry + "' is there twice, expected it once");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("expected address, user or connection");
        }
        return Collections.unmodifiableSet(keys);
    }

    private void findContradictions(RateAlgorithm algorithm, long messages, long bytes, Duration window) {
        boolean bucket = algorithm == RateAlgorithm.TOKEN_BUCKET || algorithm == RateAlgorithm.LEAKY_BUCKET;
        if (!settings.get(Property.RATE_BURST).isEmpty()) {
            if (!bucket) {
                reader.error(Property.RATE_BURST, "expected nothing, since " + is(Property.RATE_ALGORITHM));
            } else if (messages == 0) {
                reader.error(Property.RATE_BURST, "expected nothing, since " + is(Property.RATE_MESSAGES));
            }
        }
        if (settings.has(Property.RATE_BURST_DELAY) && algorithm != RateAlgorithm.LEAKY_BUCKET) {
            reader.error(Property.RATE_BURST_DELAY, "expected not to be set, since " + is(Property.RATE_ALGORITHM));
        }
        if (algorithm == RateAlgorithm.SLIDING_LOG && messages > RateRules.MAX_LOG) {
            reader.error(
                    Property.RATE_MESSAGES,
                    "expected at most " + RateRules.MAX_LOG + ", since " + is(Property.RATE_ALGORITHM));
        }
        if (algorithm == RateAlgorithm.SLIDING_LOG && bytes > 0) {
            reader.error(Property.RATE_BYTES, "expected 0, since " + is(Property.RATE_ALGORITHM));
        }
        if (bytes > window.toNanos()) {
            reader.error(
                    Property.RATE_BYTES,
                    "expected at most " + window.toNanos() + ", one for each nanosecond, since "
                            + is(Property.RATE_WINDOW));
        }
    }

    private RateAction action() {
        int before = reader.errors();
        RateStep step = reader.read(Property.RATE_ACTION, RateFactory::step, RateStep.CLOSE);
        Ladder ladder = reader.read(
                Property.RATE_ESCALATE, text -> text.isEmpty() ? Ladder.of(step) : Ladder.parse(text), Ladder.of(step));
        String code = reader.read(Property.RATE_CLOSE_CODE, RateFactory::closeCode, CLOSE_CODES.get(0));
        String reply = reader.read(Property.RATE_REPLY_MESSAGE, RateFactory::reply, "");
        if (reader.errors() == before) {
            findContradictions(ladder);
        }
        return new RateAction(ladder, Integer.parseInt(code), reply);
    }

    private static RateStep step(String text) {
        RateStep step = Values.name(RateStep.class, text);
        if (step == RateStep.BAN) {
            throw new IllegalArgumentException(
                    "expected one of [drop, reply, delay, close]; only " + Property.RATE_ESCALATE.key() + " bans");
        }
        return step;
    }

    private static String closeCode(String text) {
        if (!CLOSE_CODES.contains(text)) {
            throw new IllegalArgumentException("expected one of " + CLOSE_CODES);
        }
        return text;
    }

    private static String reply(String text) {
        if (text.isEmpty() || text.length() > MAX_REPLY) {
            throw new IllegalArgumentException("expected 1 to " + MAX_REPLY + " characters");
        }
        return text;
    }

    private void findContradictions(Ladder ladder) {
        if (!settings.get(Property.RATE_ESCALATE).isEmpty()
                && !settings.get(Property.RATE_ACTION).equals(Property.RATE_ACTION.defaultValue())) {
            reader.error(Property.RATE_ESCALATE, "expected nothing, since " + is(Property.RATE_ACTION));
        }
        if (settings.has(Property.RATE_REPLY_MESSAGE) && !ladder.has(RateStep.REPLY)) {
            reader.error(Property.RATE_REPLY_MESSAGE, "expected not to be set, since nothing replies: " + ladder);
        }
        // What is delayed may have to be closed: what is over the burst, or larger than can ever pass.
        if (settings.has(Property.RATE_CLOSE_CODE)
                && !ladder.has(RateStep.CLOSE)
                && !ladder.has(RateStep.DELAY)
                && !ladder.has(RateStep.BAN)) {
            reader.error(Property.RATE_CLOSE_CODE, "expected not to be set, since nothing closes: " + ladder);
        }
    }

    private String is(Property property) {
        return property.key() + " is '" + settings.get(property) + "'";
    }
}
