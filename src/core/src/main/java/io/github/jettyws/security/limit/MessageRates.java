package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How much each client of one policy may send, and what happens to who sends more. Thread-safe; memory is bounded, see
 * {@link RateWindows}.
 */
public final class MessageRates {
    /** A user is never taken for an address, whatever the name. */
    private record User(String name) {}

    private final MessageRateRules rules;
    private final TotalRate total;
    private final Ticker ticker;
    private final RateWindows messages;
    private final RateWindows bytes;
    private final Map<String, RateWindows> events = new HashMap<>();
    private final Violations violations;

    /**
     * Makes room for what clients use.
     *
     * @param rules how much in which time
     * @param total what all clients of the server share
     * @param ticker the time
     */
    public MessageRates(MessageRateRules rules, TotalRate total, Ticker ticker) {
        this(rules, Map.of(), total, ticker);
    }

    /**
     * Makes room for what clients use, with limits by event.
     *
     * @param rules how much in which time
     * @param byEvent how many messages of one event, by its name
     * @param total what all clients of the server share
     * @param ticker the time
     */
    public MessageRates(MessageRateRules rules, Map<String, RateRules> byEvent, TotalRate total, Ticker ticker) {
        RandomGenerator random = new SecureRandom();
        this.rules = rules;
        this.total = total;
        this.ticker = ticker;
        this.messages = new RateWindows(RateLimit.MESSAGES, rules.messages(), ticker, random);
        this.bytes = new RateWindows(RateLimit.BYTES, rules.bytes(), ticker, random);
        byEvent.forEach(
                (event, limit) -> events.put(event, new RateWindows(RateLimit.MESSAGES, limit, ticker, random)));
        this.violations =
                new Violations(rules.action().ladder(), rules.messages().window(), ticker, random);
    }

    /**
     * Counts one more connection. Its first message looks for what the client has used: whoever only connects takes no
     * room.
     *
     * @param address what the client address is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @param user the name of the user, {@code null} if it is not known who that is: then the address counts instead
     * @return the meter of the connection; to be closed exactly once
     */
    public RateMeter open(Object address, @Nullable String user) {
        List<StateMeter> meters = new ArrayList<>();
        add(meters, messages, address, user);
        add(meters, bytes, address, user);
        // Last: what is refused for the client's own sake takes nothing of what all share.
        StateMeter ofAll = total.meter();
        if (ofAll != null) {
            meters.add(ofAll);
        }
        return switch (meters.size()) {
            case 0 -> RateMeter.UNLIMITED;
            case 1 -> meters.get(0);
            default -> new CombinedMeter(meters, ticker);
        };
    }

    private void add(List<StateMeter> meters, RateWindows windows, Object address, @Nullable String user) {
        if (!windows.isLimited()) {
            return;
        }
        Set<Object> clients = new LinkedHashSet<>();
        if (rules.keys().contains(RateKey.ADDRESS)) {
            clients.add(address);
        }
        if (rules.keys().contains(RateKey.USER)) {
            clients.add(user == null ? address : new User(user));
        }
        clients.forEach(client -> meters.add(windows.meter(client)));
        if (rules.keys().contains(RateKey.CONNECTION)) {
            meters.add(windows.meterOfItsOwn());
        }
    }

    /**
     * Makes what counts the pings and pongs of a connection.
     *
     * @return the meter, which need not be closed
     */
    public RateMeter openControl() {
        RateRules control = rules.control();
        return control.isLimited()
                ? new StateMeter(RateLimit.MESSAGES, control.open(ticker.read()), ticker)
                : RateMeter.UNLIMITED;
    }

    /**
     * Counts the messages of one more connection by event.
     *
     * @param client what the client address is counted by
     * @return the meters of the connection; to be closed exactly once
     */
    public Events openEvents(Object client) {
        return new Events(client);
    }

    /** The messages of one connection by event; what is not limited takes no room. */
    public final class Events implements AutoCloseable {
        private final Object client;
        private final Map<String, RateMeter> meters = new HashMap<>();
        private boolean closed;

        private Events(Object client) {
            this.client = client;
        }

        /**
         * Asks for room for a message of an event.
         *
         * @param event its name
         * @return the decision, see {@link RateDecision}
         */
        public synchronized long acquire(String event) {
            RateWindows windows = events.get(event);
            return windows == null || closed
                    ? RateDecision.PASS
                    : meters.computeIfAbsent(event, name -> windows.open(client))
                            .acquire(0);
        }

        @Override
        public synchronized void close() {
            closed = true;
            meters.values().forEach(RateMeter::close);
        }
    }

    /**
     * Tells whether what is over the rate may wait for room at all: what is over the burst of a leaky bucket has waited
     * as long as it may.
     *
     * @return false where nothing waits beyond the burst
     */
    public boolean mayWait() {
        return rules.messages().algorithm() != RateAlgorithm.LEAKY_BUCKET
                || !rules.messages().burstDelay();
    }

    /**
     * Makes what says when a connection may be replied to: once in each window.
     *
     * @return the meter; it lets a reply pass, or refuses it
     */
    public RateMeter openReplies() {
        long window = rules.messages().window().toNanos();
        return new StateMeter(RateLimit.MESSAGES, new TokenBucket(1, window, 1, ticker.read()), ticker);
    }

    /**
     * Counts that a client sent more than it may, and tells what is to happen to that message.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return the step that the ladder has for as many of them as there are within the window
     */
    public RateStep violated(Object client) {
        return violations.count(client);
    }

    /**
     * Tells what happens to what is refused.
     *
     * @return the action
     */
    public RateAction action() {
        return rules.action();
    }

    /**
     * Tells how many clients are known.
     *
     * @return those of which something is counted: a client twice where both messages and bytes are limited
     */
    public long size() {
        return messages.size() + bytes.size() + violations.size();
    }

    @Override
    public String toString() {
        return messages + ", " + bytes + ", " + total + " by " + rules.keys();
    }
}
