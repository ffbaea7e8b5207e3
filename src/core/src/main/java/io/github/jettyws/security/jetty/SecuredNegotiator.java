package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of whatever an application opens its endpoints with: a creator of any API, mapped or handed over for a
 * single upgrade, or a negotiator of its own. All of them are negotiators to Jetty.
 */
final class SecuredNegotiator implements WebSocketNegotiator {
    private final WebSocketNegotiator delegate;
    private @Nullable GuardedRequest negotiated;

    SecuredNegotiator(WebSocketNegotiator delegate) {
        this.delegate = delegate;
    }

    @Override
    public @Nullable FrameHandler negotiate(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (!admits(request, response, callback)) {
            return null;
        }
        FrameHandler handler = delegate.negotiate(request, response, callback);
        if (handler == null) {
            return null;
        }
        negotiated = GuardedRequest.of(request);
        return guard(request, handler);
    }

    /** Asks what needs the context; where the answer is no, the response has been written. */
    static boolean admits(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        GuardedRequest guarded = GuardedRequest.of(request);
        // Without a gate in front nothing was asked: that is not for a creator to make good.
        Optional<Verdict.Refusal> refused = guarded == null
                ? Optional.of(Verdict.refuse(Reason.GUARD_FAILURE))
                : guarded.admit(request, () -> CookieSession.of(request, request.getSession(false)));
        refused.ifPresent(refusal -> Refusals.answer(response, callback, refusal));
        return refused.isEmpty();
    }

    static FrameHandler guard(ServerUpgradeRequest request, FrameHandler handler) {
        GuardedRequest guarded = GuardedRequest.of(request);
        return guarded == null || handler instanceof GuardedFrameHandler
                ? handler
                : new GuardedFrameHandler(handler, guarded.guard(), guarded.owner());
    }

    /** Jetty has the session configured last, once for each request. */
    @Override
    public void customize(Configuration configurable) {
        delegate.customize(configurable);
        if (negotiated != null && configurable instanceof WebSocketCoreSession session) {
            negotiated.negotiate(session);
        }
    }

    @Override
    public String toString() {
        return "secured " + delegate;
    }
}
