package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.SessionView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/** Finds the HTTP session of a request, if a cookie leads to it. It is Jetty that is asked, not a store. */
final class CookieSession {
    private CookieSession() {}

    /**
     * Finds the session.
     *
     * @param request the request, for its cookies
     * @param session what the context takes for the session of the request
     * @return the session; {@code null} if there is none, if it has ended, or if something else than a cookie led to it:
     *     an id in a URL is written into logs and histories, and can be handed to a victim (session fixation)
     */
    static @Nullable SessionView of(Request request, @Nullable Session session) {
        if (session == null) {
            return null;
        }
        // Not isValid(), which is false for a moment while a login renews the id.
        JettySession view = new JettySession(session);
        return view.lastsUntil().isPresent() && hasCookie(request, session.getId()) ? view : null;
    }

    /** The value of the cookie is the id, and behind a dot the name of the node; whatever the cookie is called. */
    private static boolean hasCookie(Request request, String id) {
        byte[] expected = id.getBytes(StandardCharsets.UTF_8);
        return Request.getCookies(request).stream()
                .map(cookie -> cookie.getValue().split("\\.", 2)[0].getBytes(StandardCharsets.UTF_8))
                .anyMatch(value -> MessageDigest.isEqual(expected, value));
    }
}
