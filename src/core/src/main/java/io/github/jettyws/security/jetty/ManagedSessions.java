package io.github.jettyws.security.jetty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty's own sessions tell of their ends. A class of its own, since a base without sessions lacks the classes it
 * needs; it is loaded only where there is such a session.
 */
final class ManagedSessions {
    static final String NAME = "org.eclipse.jetty.session.ManagedSession";

    /** How often a session that would have expired is asked whether the request in it is still under way. */
    private static final Duration WHILE_IN_USE = Duration.ofSeconds(1);

    /** How many cookies of a request are looked at. A browser sends one, or a few of other paths. */
    private static final int MOST_COOKIES = 8;

    private ManagedSessions() {}

    /**
     * Finds the session that the cookies of a request lead to, and uses it as a request does.
     *
     * @param releases each is to be run in the context, whatever comes of it
     * @return the session, {@code null} if there is none, or more than one, which Jetty takes for an error
     */
    static @Nullable Session find(Request request, ContextHandler context, List<Runnable> releases) throws Exception {
        Map<String, Session> found = new HashMap<>();
        for (SessionManager manager : managers(context)) {
            for (String id : ids(request, manager.getSessionCookie())) {
                ManagedSession session = manager.getManagedSession(id);
                if (session != null) {
                    releases.add(() -> manager.complete(session));
                    if (session.access(System.currentTimeMillis())) {
                        found.put(session.getId(), session);
                    }
                }
            }
        }
        return found.size() == 1 ? found.values().iterator().next() : null;
    }

    /** Those of the context itself, not those of contexts inside it. */
    private static List<SessionManager> managers(ContextHandler context) {
        List<SessionManager> managers = new ArrayList<>(context.getContainedBeans(SessionManager.class));
        for (ContextHandler inner : context.getDescendants(ContextHandler.class)) {
            managers.removeAll(inner.getContainedBeans(SessionManager.class));
        }
        return managers;
    }

    private static List<String> ids(Request request, String cookieName) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equalsIgnoreCase(cookieName))
                .map(HttpCookie::getValue)
                .distinct()
                .limit(MOST_COOKIES)
                .toList();
    }

    /** Whose session it is: each context has a manager of its own. */
    static Object manager(Session session) {
        return ((ManagedSession) session).getSessionManager();
    }

    static Instant created(Session session) {
        return Instant.ofEpochMilli(((ManagedSession) session).getSessionData().getCreated());
    }

    /** A session whose id is being renewed is not valid to Jetty for a moment, and has not ended. */
    static Optional<Instant> lastsUntil(Session session) {
        ManagedSession managed = (ManagedSession) session;
        return managed.isInvalidOrInvalidating() ? Optional.empty() : Optional.of(expiry(managed.getSessionData()));
    }

    private static Instant expiry(SessionData data) {
        return data.getMaxInactiveMs() <= 0 ? Instant.MAX : Instant.ofEpochMilli(data.getExpiry());
    }

    /**
     * Asks the store where there is one, and where the session in memory is not all that is to be known: another node may
     * have ended it, or used it so that it lasts longer.
     */
    static Optional<Instant> ask(Session session, Instant now) throws Exception {
        ManagedSession managed = (ManagedSession) session;
        Optional<Instant> known = lastsUntil(session);
        if (known.isEmpty()) {
            return known;
        }
        // One that was evicted from memory is stored, and what is held of it here is out of date.
        Instant here = managed.isResident() ? known.get() : Instant.MIN;
        if (managed.isResident() && managed.getRequests() > 0) {
            return Optional.of(later(here, now.plus(WHILE_IN_USE)));
        }
        SessionDataStore store = managed.getSessionManager().getSessionCache().getSessionDataStore();
        boolean onlyHere = store instanceof NullSessionDataStore
                || managed.getSessionData().getLastSaved() <= 0;
        String id = managed.getId();
        if (onlyHere || (now.isBefore(here) && store.exists(id))) {
            return Optional.of(here).filter(now::isBefore);
        }
        // The store may take a session for expired that has been used since it was saved.
        @Nullable SessionData stored = store.load(id);
        return Optional.ofNullable(stored)
                .map(data -> later(here, expiry(data)))
                .filter(now::isBefore);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Does what a request does as it comes and goes, in the context of the session. */
    static Optional<Instant> touch(Session session) throws Exception {
        ManagedSession known = (ManagedSession) session;
        SessionManager manager = known.getSessionManager();
        ManagedSession managed = manager.getManagedSession(known.getExtendedId());
        if (managed == null) {
            return Optional.empty();
        }
        try {
            managed.access(System.currentTimeMillis());
        } finally {
            manager.getContext().run(() -> manager.complete(managed));
        }
        return lastsUntil(managed);
    }
}
