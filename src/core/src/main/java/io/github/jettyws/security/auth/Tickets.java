package io.github.jettyws.security.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.auth.Proof.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tickets: 32 random bytes each, good once, for a short time, for one user, origin, client and context. A page that is
 * logged in asks for one and puts it into the URL of a WebSocket, where a token that lives longer must not stand.
 *
 * <p>A ticket is spent by the first who shows it, and also where one of these is not what it was made for: it is stolen
 * then, and a thief has no second try. It is good as long as less than its time has passed, and no longer at that
 * very moment.
 *
 * <p>What is kept is the SHA-256 of each, so that what is in memory is no ticket, and how long a look-up takes tells
 * nothing about one. There is room for {@value #MOST_TICKETS}, {@value #MOST_OF_USER} of one user; where there is none, no
 * ticket is made, and none that is good is ever forgotten for another. A cache could not promise that, hence a map: all
 * tickets live equally long, so that the eldest one is always the next to end.
 *
 * <p>Thread-safe.
 */
public final class Tickets {
    /** How many tickets may be good at one time. */
    public static final int MOST_TICKETS = 10_000;

    /** How many of them may be those of one user: as many tabs as a browser opens again at its start. */
    public static final int MOST_OF_USER = 32;

    /** How short a ticket may live. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** How long a ticket may live. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int BYTES = 32;
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Rejected UNKNOWN = new Rejected("unknown, spent or expired");

    private final long lifetime;
    private final Ticker ticker;
    private final Clock clock;
    private final RandomGenerator random;

    /** In the order they were made. Guarded by this. */
    private final Map<ByteBuffer, Ticket> tickets = new LinkedHashMap<>();

    /** How many of them each user has, at least one. Guarded by this. */
    private final Map<String, Integer> users = new HashMap<>();

    private record Ticket(Proved holder, TicketBond bond, long made) {
        String user() {
            return holder.identity().name();
        }
    }

    /**
     * Makes room for tickets.
     *
     * @param lifetime how long they are good, 1 s to 5 min
     * @param ticker the time that they are good for
     * @param clock the time of day, by which what a ticket stands for may have ended
     * @param random where tickets come from: a {@link java.security.SecureRandom}
     * @throws IllegalArgumentException if the lifetime is another
     */
    public Tickets(Duration lifetime, Ticker ticker, Clock clock, RandomGenerator random) {
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the lifetime is " + lifetime + ", expected 1s to 5m");
        }
        this.lifetime = lifetime.toNanos();
        this.ticker = ticker;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a ticket.
     *
     * @param holder for whom; what the ticket will prove, as it is
     * @param bond where it is good
     * @return the ticket, 43 characters of base64url; empty where there is no room
     */
    public Optional<String> issue(Proved holder, TicketBond bond) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Base64Url.encode(bytes);
        return put(hash(text), holder, bond) ? Optional.of(text) : Optional.empty();
    }

    private synchronized boolean put(ByteBuffer hash, Proved holder, TicketBond bond) {
        // Read within, so that no ticket is younger than the one before it.
        long now = ticker.read();
        forgetOld(now);
        Ticket ticket = new Ticket(holder, bond, now);
        if (tickets.size() == MOST_TICKETS || users.getOrDefault(ticket.user(), 0) == MOST_OF_USER) {
            return false;
        }
        tickets.put(hash, ticket);
        users.merge(ticket.user(), 1, Integer::sum);
        return true;
    }

    /** Each ticket is forgotten once, so that on the whole this costs no more than the tickets did. */
    private void forgetOld(long now) {
        Iterator<Ticket> eldest = tickets.values().iterator();
        while (eldest.hasNext()) {
            Ticket ticket = eldest.next();
            if (isGood(ticket, now)) {
                return;
            }
            eldest.remove();
            countDown(ticket);
        }
    }

    private void countDown(Ticket ticket) {
        users.computeIfPresent(ticket.user(), (user, count) -> count == 1 ? null : count - 1);
    }

    private boolean isGood(Ticket ticket, long now) {
        return now - ticket.made() < lifetime;
    }

    /**
     * Takes a ticket. Of several who show the same one, only the first gets anything for it. May block, as the store of a
     * session does.
     *
     * @param ticket what the client sent
     * @param bond what its request is held against the ticket
     * @return what the ticket was made for, unless that has ended since, or why there is nothing
     * @throws IllegalStateException if it cannot be found out whether the session has ended
     */
    public Proof redeem(String ticket, TicketBond bond) {
        if (!TICKET.matcher(ticket).matches()) {
            return new Rejected("malformed");
        }
        Ticket found = take(hash(ticket));
        if (found == null) {
            return UNKNOWN;
        }
        if (!found.bond().origin().equals(bond.origin())) {
            return new Rejected("ticket of another origin");
        }
        if (!found.bond().client().equals(bond.client())) {
            return new Rejected("ticket of another client");
        }
        if (!found.bond().context().equals(bond.context())) {
            return new Rejected("ticket of another context");
        }
        return hasEnded(found.holder()) ? new Rejected("expired") : found.holder();
    }

    private boolean hasEnded(Proved holder) {
        Instant now = clock.instant();
        SessionView session = holder.session();
        if (holder.identity().expiry().filter(end -> !now.isBefore(end)).isPresent()) {
            return true;
        }
        try {
            // The store too: a cache may have let go of the session, and another request have ended it.
            return session != null && session.ask(now).isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("cannot ask for the session of a ticket", e);
        }
    }

    /**
     * Forgets the tickets of a context that is going down.
     *
     * @param context the context
     */
    public synchronized void forget(Object context) {
        tickets.values().removeIf(ticket -> {
            boolean ofContext = ticket.bond().context().equals(context);
            if (ofContext) {
                countDown(ticket);
            }
            return ofContext;
        });
    }

    private synchronized @Nullable Ticket take(ByteBuffer hash) {
        forgetOld(ticker.read());
        Ticket ticket = tickets.remove(hash);
        if (ticket != null) {
            countDown(ticket);
        }
        return ticket;
    }

    private static ByteBuffer hash(String ticket) {
        try {
            byte[] ascii = ticket.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(ascii));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected a Java platform with SHA-256", e);
        }
    }

    /** Tells how many there are. */
    @Override
    public synchronized String toString() {
        return tickets.size() + " tickets";
    }
}
