package io.github.jettyws.matrix.core;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** An application without servlets, with every kind of endpoint that Jetty's core has. */
public final class CoreApp {
    private CoreApp() {}

    /** Fills a context, as the code of an embedded server does. */
    public static void fill(Server server, ContextHandler context) {
        ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server, context);
        container.addMapping("/mapped/*", Echo::create);

        var raw = new org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler();
        raw.addMapping("/raw/*", RawEcho.negotiator());
        var jetty = new org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler(container);
        OwnMappings own = new OwnMappings(server);
        context.setHandler(chain(jetty, raw, new Upgrading(container), own, new CountsHandler("/counts")));
    }

    /** A handler of frames without any context. */
    public static void insert(Server server) {
        var raw = new org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler();
        raw.addMapping("/bare/*", RawEcho.negotiator());
        CountsHandler counts = new CountsHandler("/bare/counts");
        counts.setHandler(server.getHandler());
        server.setHandler(chain(raw, counts));
    }

    private static Handler chain(Handler.Singleton... handlers) {
        for (int i = 0; i + 1 < handlers.length; i++) {
            handlers[i].setHandler(handlers[i + 1]);
        }
        return handlers[0];
    }
}
