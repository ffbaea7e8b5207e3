package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.SessionKey;
import io.github.jettyws.security.auth.SessionView;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/** An HTTP session of Jetty. Thread-safe. Of sessions that are not of Jetty's own kind only the end is known. */
final class JettySession implements SessionView {
    private final Session session;
    private final boolean managed;

    JettySession(Session session) {
        this.session = session;
        this.managed = Types.isA(session, ManagedSessions.NAME::equals);
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

    @Override
    public SessionKey key() {
        return key(session.getId());
    }

    /** The key of the same session under another id. */
    SessionKey key(String id) {
        return new SessionKey(managed ? ManagedSessions.manager(session) : session.getClass(), id);
    }

    @Override
    public Instant created() {
        return managed ? ManagedSessions.created(session) : Instant.MIN;
    }

    @Override
    public Optional<Instant> lastsUntil() {
        return managed
                ? ManagedSessions.lastsUntil(session)
                : Optional.of(Instant.MAX).filter(never -> session.isValid());
    }

    @Override
    public Optional<Instant> ask(Instant now) throws Exception {
        return managed ? ManagedSessions.ask(session, now) : lastsUntil();
    }

    @Override
    public Optional<Instant> touch() throws Exception {
        return managed ? ManagedSessions.touch(session) : lastsUntil();
    }
}
