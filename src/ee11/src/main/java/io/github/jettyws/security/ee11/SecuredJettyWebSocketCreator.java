package io.github.jettyws.security.ee11;

import io.github.jettyws.security.jetty.EndpointGuard;
import java.io.IOException;
import java.util.OptionalInt;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.ee11.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee11.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a creator of endpoints is never asked, and its endpoints never opened, without the guard:
 *
 * <pre>{@code
 * public class ChatServlet extends JettyWebSocketServlet {
 *     protected void configure(JettyWebSocketServletFactory factory) {
 *         factory.setCreator(new SecuredJettyWebSocketCreator((request, response) -> new Chat()));
 *     }
 * }
 * }</pre>
 *
 * <p>A server that has the guard installed, by {@code --add-modules=ws-security} or by
 * {@code io.github.jettyws.security.WebSocketSecurity.install}, guards every endpoint anyway. This is for the application
 * that depends on it: on a server without the guard every upgrade is refused with 503.
 *
 * <p>The creator is asked only about requests that are admitted. Thread-safe if the creator is.
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
