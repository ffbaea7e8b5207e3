package io.github.jettyws.security.ee10;

import io.github.jettyws.security.jetty.EndpointGuard;
import java.io.IOException;
import java.util.OptionalInt;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Secures a creator of endpoints that are mapped past the mappings of their context, as a {@code JettyWebSocketServlet}
 * maps them:
 *
 * <pre>{@code
 * public class ChatServlet extends JettyWebSocketServlet {
 *     protected void configure(JettyWebSocketServletFactory factory) {
 *         factory.setCreator(new SecuredJettyWebSocketCreator((request, response) -> new Chat()));
 *     }
 * }
 * }</pre>
 *
 * <p>What is mapped through {@code JettyWebSocketServerContainer} or {@code jakarta.websocket} needs no such thing: it is
 * secured as it is.
 *
 * <p>The creator is asked only about requests that are admitted, and the sessions of its endpoints are guarded. The server
 * has to have the guard installed, by {@code --add-modules=ws-security} or by
 * {@code io.github.jettyws.security.WebSocketSecurity.install}: where it has not, every upgrade is refused with 503.
 * Thread-safe if the creator is.
 */
public final class SecuredJettyWebSocketCreator implements JettyWebSocketCreator {
    private final JettyWebSocketCreator delegate;

    /**
     * Secures a creator.
     *
     * @param delegate makes the endpoints
     */
    public SecuredJettyWebSocketCreator(JettyWebSocketCreator delegate) {
        this.delegate = delegate;
    }

    @Override
    public @Nullable Object createWebSocket(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response)
            throws Exception {
        OptionalInt refused =
                EndpointGuard.admit(ServletContextRequest.getServletContextRequest(request.getHttpServletRequest()));
        if (refused.isPresent()) {
            refuse(response, refused.getAsInt());
            return null;
        }
        return delegate.createWebSocket(request, response);
    }

    private static void refuse(JettyServerUpgradeResponse response, int status) throws IOException {
        response.sendError(status, HttpStatus.getMessage(status));
    }
}
