package io.github.jettyws.security.jetty;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketCreator;
import org.jspecify.annotations.Nullable;

/**
 * Secures a creator of Jetty's core API that is mapped past the mappings of its context, for example in a
 * {@code WebSocketUpgradeHandler} of an embedded server. What a context maps needs no such thing: it is secured as it is.
 *
 * <p>The creator is asked only about requests that are admitted, and what it makes has to be a {@link FrameHandler},
 * which is guarded; the upgrade of any other endpoint is refused. The server has to have the guard installed, see
 * {@link io.github.jettyws.security.WebSocketSecurity#install}: where it has not, every upgrade is refused. Thread-safe
 * if the creator is.
 */
public final class SecuredWebSocketCreator implements WebSocketCreator {
    private final WebSocketCreator delegate;

    /**
     * Secures a creator.
     *
     * @param delegate makes the endpoints
     */
    public SecuredWebSocketCreator(WebSocketCreator delegate) {
        this.delegate = delegate;
    }

    @Override
    public @Nullable Object createWebSocket(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (!SecuredNegotiator.admits(request, response, callback)) {
            return null;
        }
        Object endpoint = delegate.createWebSocket(request, response, callback);
        return endpoint instanceof FrameHandler handler ? SecuredNegotiator.guard(request, handler) : endpoint;
    }
}
