package io.github.jettyws.matrix.core;

import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** Mappings that no container knows. */
final class OwnMappings extends Handler.Wrapper {
    private final WebSocketMappings mappings;

    OwnMappings(Server server) {
        mappings = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
        mappings.addMapping(new ServletPathSpec("/own/*"), RawEcho.negotiator());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return mappings.upgrade(request, response, callback, new Configuration.ConfigurationCustomizer())
                || super.handle(request, response, callback);
    }
}
