package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.SessionView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/** The valid HTTP session of the context, if a cookie of the request leads to it. It is Jetty that is asked, not a store. */
final class CookieSession implements SessionView {
    private final Session session;

    private CookieSession(Session session) {
        this.session = session;
    }

    /**
     * Finds the session.
     *
     * @param request the request, for its cookies
     * @param session what the context takes for the session of the request
     * @return the session; {@code null} if there is none, if it has ended, or if something else than a cookie led to it:
     *     an id in a URL is written into logs and histories, and can be handed to a victim (session fixation)
     */
    static @Nullable SessionView of(Request request, @Nullable Session session) {
        return session != null && session.isValid() && hasCookie(request, session.getId())
                ? new CookieSession(session)
                : null;
    }

    /** The value of the cookie is the id, and behind a dot the name of the node; whatever the cookie is called. */
    private static boolean hasCookie(Request request, String id) {
        byte[] expected = id.getBytes(StandardCharsets.UTF_8);
        return Request.getCookies(request).stream()
                .map(cookie -> cookie.getValue().split("\\.", 2)[0].getBytes(StandardCharsets.UTF_8))
                .anyMatch(value -> MessageDigest.isEqual(expected, value));
    }

    @Override
    public @Nullable Object attribute(String name) {
        return session.getAttribute(name);
    }

    @Override
    public Optional<String> login() {
        Object login = session.getAttribute(JettyLogin.ATTRIBUTE);
        return login == null ? Optional.empty() : JettyLogin.user(login);
    }

    @Override
    public boolean isUserInRole(String role) {
        Object login = session.getAttribute(JettyLogin.ATTRIBUTE);
        return login != null && JettyLogin.isUserInRole(login, role);
    }
}
