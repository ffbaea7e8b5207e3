package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.OptionalInt;
import org.eclipse.jetty.server.Request;

/**
 * What a secured creator of an environment of its own ({@code SecuredJettyWebSocketCreator}) asks before it makes an
 * endpoint.
 */
public final class EndpointGuard {
    private EndpointGuard() {}

    /**
     * Asks whether an endpoint may be made for a request.
     *
     * @param inContext the upgrade request as the context of the endpoint sees it
     * @return empty if it may; otherwise the HTTP status of the refusal, whose event has been published. Always refused
     *     is what did not come through the gate.
     */
    public static OptionalInt admit(Request inContext) {
        GuardedRequest guarded = GuardedRequest.of(inContext);
        if (guarded == null) {
            return OptionalInt.of(Reason.GUARD_FAILURE.status());
        }
        return guarded.admit(inContext, () -> CookieSession.of(inContext, inContext.getSession(false))).stream()
                .mapToInt(Verdict.Refusal::status)
                .findFirst();
    }
}
