package io.github.jettyws.matrix;

import io.github.jettyws.testapp.Counts;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/** What the standard API asks before it makes an endpoint: no refused handshake may get here. */
public class CountingConfigurator extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        String who = Who.of(
                request.getUserPrincipal(),
                request.isUserInRole("ops"),
                request.isUserInRole("admin"),
                "",
                request.getQueryString(),
                request.getHeaders().get("Sec-WebSocket-Protocol"));
        config.getUserProperties().put(Who.QUESTION, who);
        Counts.of(request.getRequestURI().getPath()).created();
    }
}
