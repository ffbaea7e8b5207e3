package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.SessionKey;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.handshake.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP sessions that connections rest on, each with its own: the end of one costs the work of its connections, however
 * many others there are. A session is known from the moment that an upgrade request is admitted for it until the last of
 * its connections has closed; so memory is bounded by what is open. Thread-safe.
 *
 * <p>The container tells of ends and renewed ids. When a session expires nobody need tell, and another node cannot: so each
 * session is asked at the time at which it would expire, and now and then before.
 */
public final class Sessions {
    /** Messages keep a session alive to this part of its time: nobody writes to a store for each of them. */
    private static final int TOUCHES = 10;

    private final Clock clock;
    private final Deadlines deadlines;
    private final Duration recheck;
    private final Executor executor;
    private final FailureLog failures;
    private final Map<SessionKey, Known> known = new HashMap<>();

    /**
     * Knows no session yet.
     *
     * @param clock the time
     * @param deadlines told when sessions are to be asked
     * @param recheck how often a session is asked at least; zero is only when it would expire
     * @param executor asks them; a store may block it
     * @param ticker the time for intervals between lines of the log
     */
    public Sessions(Clock clock, Deadlines deadlines, Duration recheck, Executor executor, Ticker ticker) {
        this.clock = clock;
        this.deadlines = deadlines;
        this.recheck = recheck;
        this.executor = executor;
        this.failures = new FailureLog(ticker);
    }

    /** A session, and the shares in it. Guarded by the index, but for what is volatile. */
    private static final class Known {
        private final Set<Share> shares = new HashSet<>();
        private SessionKey key;
        private SessionView view;
        private @Nullable Deadline check;
        private volatile Instant lastsUntil = Instant.MAX;
        private boolean ended;
        private volatile Instant nextTouch = Instant.MAX;

        Known(SessionKey key, SessionView view) {
            this.key = key;
            this.view = view;
        }
    }

    /**
     * A share in a session: first of the upgrade request, then of the connection. Whoever has it gives it back. Where the
     * session has ended in between, the connection ends as it opens.
     */
    final class Share {
        private volatile Known session;
        private @Nullable GuardedConnection connection;

        private Share(Known session) {
            this.session = session;
        }

        /** Tells whose share it is from now on. */
        void open(GuardedConnection opened) {
            boolean ended;
            synchronized (Sessions.this) {
                connection = opened;
                ended = session.ended;
            }
            if (ended) {
                opened.end(Reason.SESSION_ENDED);
            }
        }

        /** Notes a message that keeps the session alive. */
        void touch() {
            Known touched = session;
            Instant now = clock.instant();
            if (!now.isBefore(touched.nextTouch)) {
                Sessions.this.touch(touched, now);
            }
        }

        String id() {
            synchronized (Sessions.this) {
                return session.key.id();
            }
        }

        /** Gives it back. Only the first call counts. */
        void release() {
            synchronized (Sessions.this) {
                if (session.shares.remove(this) && session.shares.isEmpty()) {
                    forget(session);
                }
            }
        }
    }

    /** Takes a share in a session, which may end at any moment. */
    Share join(SessionView view) {
        SessionKey key = view.key();
        Share share;
        synchronized (this) {
            Known session = known.computeIfAbsent(key, unknown -> new Known(unknown, view));
            session.view = view;
            share = new Share(session);
            session.shares.add(share);
        }
        try {
            // Asked only now: of what ends from here on, the container tells.
            follow(share.session, view.lastsUntil());
            return share;
        } catch (Throwable failure) {
            share.release();
            throw failure;
        }
    }

    private void follow(Known session, Optional<Instant> lastsUntil) {
        lastsUntil.ifPresentOrElse(until -> plan(session, until), () -> ended(session));
    }

    /** Sees to it that the session is asked when it would expire, and after the interval. */
    private synchronized void plan(Known session, Instant lastsUntil) {
        if (session.ended || session.shares.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        if (!lastsUntil.equals(session.lastsUntil)) {
            session.lastsUntil = lastsUntil;
            session.nextTouch = nextTouch(now, lastsUntil);
        }
        Instant next = recheck.isZero() || lastsUntil.isBefore(now.plus(recheck)) ? lastsUntil : now.plus(recheck);
        Deadline planned = session.check;
        if (!next.equals(Instant.MAX) && (planned == null || next.isBefore(planned.due()))) {
            cancel(session);
            session.check = deadlines.add(next, () -> executor.execute(() -> check(session)));
        }
    }

    private static Instant nextTouch(Instant now, Instant lastsUntil) {
        return lastsUntil.equals(Instant.MAX)
                ? Instant.MAX
                : now.plus(Duration.between(now, lastsUntil).dividedBy(TOUCHES));
    }

    private void cancel(Known session) {
        if (session.check != null) {
            deadlines.remove(session.check);
            session.check = null;
        }
    }

    private void check(Known session) {
        SessionView view;
        Instant until;
        synchronized (this) {
            cancel(session);
            if (session.ended || session.shares.isEmpty()) {
                return;
            }
            view = session.view;
            until = session.lastsUntil;
        }
        Instant now = clock.instant();
        Optional<Instant> lasts;
        try {
            lasts = view.ask(now);
        } catch (Throwable failure) {
            // A store that fails for a while ends nothing before its time, and prolongs nothing.
            failures.log(Sessions.class.getName(), failure);
            lasts = Optional.of(until).filter(now::isBefore);
        }
        if (lasts.isPresent() || isCurrent(view, session)) {
            follow(session, lasts);
        } else {
            // It was asked under the id that it had before.
            executor.execute(() -> check(session));
        }
    }

    private synchronized boolean isCurrent(SessionView view, Known session) {
        return session.view.equals(view);
    }

    private void touch(Known session, Instant now) {
        SessionView view;
        synchronized (this) {
            if (session.ended || now.isBefore(session.nextTouch)) {
                return;
            }
            session.nextTouch = Instant.MAX;
            view = session.view;
        }
        executor.execute(() -> {
            try {
                Optional<Instant> lasts = view.touch();
                if (lasts.isPresent()) {
                    follow(session, lasts);
                } else {
                    check(session);
                }
            } catch (Throwable failure) {
                failures.log(Sessions.class.getName(), failure);
                session.nextTouch = nextTouch(now, session.lastsUntil);
            }
        });
    }

    /**
     * Ends the connections of a session, because the container says that it has ended.
     *
     * @param key the session; nothing happens if no connection rests on it
     */
    public void ended(SessionKey key) {
        Known session;
        synchronized (this) {
            session = known.get(key);
        }
        if (session != null) {
            ended(session);
        }
    }

    private void ended(Known session) {
        List<Share> shares;
        synchronized (this) {
            if (session.ended) {
                return;
            }
            session.ended = true;
            forget(session);
            shares = List.copyOf(session.shares);
        }
        for (Share share : shares) {
            GuardedConnection connection = connection(share);
            if (connection != null) {
                connection.end(Reason.SESSION_ENDED);
            }
        }
    }

    private synchronized @Nullable GuardedConnection connection(Share share) {
        return share.connection;
    }

    private void forget(Known session) {
        cancel(session);
        known.remove(session.key, session);
    }

    /**
     * Follows a session whose id was renewed, as a login does.
     *
     * @param before what it was known by
     * @param renewed the same session, as it is now
     */
    public void renewed(SessionKey before, SessionView renewed) {
        // The container may hold a lock of the session when it tells of an end: none is asked for under ours.
        SessionKey after = renewed.key();
        synchronized (this) {
            Known session = known.remove(before);
            if (session != null) {
                session.key = after;
                session.view = renewed;
                Known meanwhile = known.putIfAbsent(after, session);
                if (meanwhile != null) {
                    merge(session, meanwhile);
                }
            }
        }
    }

    /** A request with the new id was faster than the word of it. */
    private void merge(Known session, Known meanwhile) {
        for (Share share : session.shares) {
            share.session = meanwhile;
            meanwhile.shares.add(share);
        }
        session.shares.clear();
        cancel(session);
    }

    /**
     * Tells how many sessions connections rest on.
     *
     * @return those of open connections and of upgrades under way
     */
    public synchronized int size() {
        return known.size();
    }
}
