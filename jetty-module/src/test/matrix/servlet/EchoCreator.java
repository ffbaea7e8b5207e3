package io.github.jettyws.matrix;

import io.github.jettyws.testapp.Counts;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketCreator;

/** The application's creator of Jetty's API: no refused handshake may get here. */
public class EchoCreator implements JettyWebSocketCreator {
    @Override
    public Object createWebSocket(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) {
        String who = Who.of(
                request.getUserPrincipal(),
                request.isUserInRole("ops"),
                request.isUserInRole("admin"),
                request.getServletAttribute(Who.ATTRIBUTE),
                request.getQueryString(),
                request.getSubProtocols());
        return new Echo(Counts.of(request.getRequestURI().getPath()).created(), who);
    }
}
