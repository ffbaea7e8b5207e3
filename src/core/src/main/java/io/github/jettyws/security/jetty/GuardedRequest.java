package io.github.jettyws.security.jetty;

import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.Policy;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade request that has passed the gate, on its way to an application. It is the choke point: whichever way an
 * application upgrades, Jetty sets the new connection as an attribute of the request just before it commits the 101, and
 * that is refused unless the message guard is in place.
 */
final class GuardedRequest extends Request.Wrapper {
    private static final String ATTRIBUTE = GuardedRequest.class.getName();

    private final Protection protection;
    private Attempt attempt;
    private boolean guarded;
    private boolean sessionGuarded;

    GuardedRequest(Request request, Protection protection, Attempt attempt) {
        super(request);
        this.protection = protection;
        this.attempt = attempt;
    }

    /** Finds it behind all that containers wrap around it; {@code null} where the request did not come by the gate. */
    static @Nullable GuardedRequest of(Request request) {
        return (GuardedRequest) request.getAttribute(ATTRIBUTE);
    }

    /** Answers for itself, so that no application can take it away. */
    @Override
    public @Nullable Object getAttribute(String name) {
        return ATTRIBUTE.equals(name) ? this : super.getAttribute(name);
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object attribute) {
        if (HttpStream.UPGRADE_CONNECTION_ATTRIBUTE.equals(name) && !guarded) {
            choke(attribute);
        }
        return super.setAttribute(name, attribute);
    }

    private void choke(@Nullable Object connection) {
        if (sessionGuarded && connection instanceof AbstractConnection jetty) {
            PendingGuard.await(jetty, attempt);
            return;
        }
        Optional<Reason> refused = attempt.refuse(Stage.CHOKE_POINT, Reason.UNGUARDED_ENDPOINT);
        if (refused.isPresent()) {
            throw new HttpException.RuntimeException(refused.get().status());
        }
    }

    /**
     * Asks what needs the context, for the path that is about to open: a rewrite or a forward may have led to another
     * one than the gate saw, whose policy is then asked from the start.
     */
    Optional<Reason> admit(Request inContext) {
        Policy policy = protection.policy(inContext);
        if (policy != attempt.policy()) {
            attempt = attempt.under(policy);
            Optional<Reason> refused = attempt.gate();
            if (refused.isPresent()) {
                return refused;
            }
        }
        return attempt.admit(() -> CookieSession.of(inContext));
    }

    /** Tells the choke point that the frames of the upgrade pass the guard. To be called once admitted. */
    Attempt guard() {
        guarded = true;
        return attempt;
    }

    /** Tells the choke point that the session of the endpoint will find the guard at its connection, and put it in place. */
    void guardSession() {
        sessionGuarded = true;
    }
}
