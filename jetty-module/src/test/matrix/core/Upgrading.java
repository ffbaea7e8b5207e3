package io.github.jettyws.matrix.core;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** The echo by way of an upgrade that a handler asks for. */
final class Upgrading extends Handler.Wrapper {
    private final ServerWebSocketContainer container;

    Upgrading(ServerWebSocketContainer container) {
        this.container = container;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return Request.getPathInContext(request).startsWith("/upgrading/")
                ? container.upgrade(Echo::create, request, response, callback)
                : super.handle(request, response, callback);
    }
}
