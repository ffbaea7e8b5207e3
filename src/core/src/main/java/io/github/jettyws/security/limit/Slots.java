package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that are open under one policy or about to open, against its limits: one {@link Slot} for each WebSocket,
 * however many share an HTTP/2 connection. Thread-safe; memory is bounded by the slots that are held.
 *
 * <p>When a slot becomes free depends on the clients, so it is estimated from those that have ended. Connections that stay
 * open for T on average, of which the limit lets N be open, end one every T / N (Little's law); this is told, in the
 * bounds of a second and the longest wait. Only connections that opened are counted: handshakes that are refused or reset
 * hold a slot for a moment, and whoever makes many of them must not tell others when to return.
 */
public final class Slots {
    private final SlotRules rules;
    private final Ticker ticker;
    private final AtomicInteger held = new AtomicInteger();
    private final SlotCounts addresses;
    private final SlotCounts users;
    private final OpenSlots places;
    private final OpenTime openTime;

    /**
     * Makes room for slots.
     *
     * @param rules how many there are
     * @param longestWait the longest time after which a refused client is told to return, which it also is told as long as
     *     no connection has ended; less than a second counts as one
     * @param ticker the time
     */
    public Slots(SlotRules rules, Duration longestWait, Ticker ticker) {
        this.rules = rules;
        this.ticker = ticker;
        this.addresses = new SlotCounts(rules.perAddress());
        this.users = new SlotCounts(rules.replaces() ? 0 : rules.perUser());
        this.places = new OpenSlots(rules.perUser());
        this.openTime = new OpenTime(longestWait);
    }

    /**
     * Asks for a slot, before the upgrade.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return a slot, to be released in every outcome; or what leaves no room, and then nothing is held
     */
    public Reservation reserve(Object client) {
        // The address first: what is taken for a moment and given back then refuses only clients of an address that is
        // itself about to be refused, and the last slot of the total always goes to somebody.
        if (!addresses.tryTake(client)) {
            return exhausted(Reservation.Limit.ADDRESS, rules.perAddress());
        }
        if (!tryTakeAny()) {
            addresses.giveBack(client);
            return exhausted(Reservation.Limit.TOTAL, rules.total());
        }
        return new Slot(this, client);
    }

    private boolean tryTakeAny() {
        while (true) {
            int count = held.get();
            if (rules.total() > 0 && count >= rules.total()) {
                return false;
            }
            if (held.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    private Reservation.Exhausted exhausted(Reservation.Limit limit, int open) {
        return new Reservation.Exhausted(limit, openTime.untilOneEnds(open));
    }

    Optional<Reservation.Exhausted> takeUser(String user) {
        return users.tryTake(user) ? Optional.empty() : Optional.of(exhausted(Reservation.Limit.USER, rules.perUser()));
    }

    void giveUserBack(String user, Slot slot) {
        users.giveBack(user);
        places.giveBack(user, slot);
    }

    /** Notes that a connection of a user is open, and gives what closes the one that loses its place by that. */
    Optional<Runnable> takePlace(String user, Slot slot, Runnable close) {
        return rules.replaces() ? places.take(user, slot, close) : Optional.empty();
    }

    void giveBack(Object client) {
        held.decrementAndGet();
        addresses.giveBack(client);
    }

    long now() {
        return ticker.read();
    }

    void closedAfter(long nanos) {
        openTime.add(nanos);
    }

    /**
     * Tells how many slots are held.
     *
     * @return those of open connections and of upgrades under way
     */
    public int held() {
        return held.get();
    }

    /** Tells how many addresses and users are known. */
    int size() {
        return addresses.size() + users.size() + places.size();
    }

    @Override
    public String toString() {
        return held + " held, limits " + rules;
    }
}
