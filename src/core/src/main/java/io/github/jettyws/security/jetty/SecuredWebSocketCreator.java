package io.github.jettyws.security.jetty;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketCreator;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a creator of Jetty's core API is never asked, and its endpoints never opened, without the guard; for
 * example in a {@code WebSocketUpgradeHandler} of an embedded server.
 *
 * <p>A server that has the guard installed, see {@link io.github.jettyws.security.WebSocketSecurity#install}, guards every
 * endpoint anyway. This is for the code that depends on it: on a server without the guard every upgrade is refused with
 * 503.
 *
 * <p>The creator is asked only about requests that are admitted. Thread-safe if the creator is.
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
