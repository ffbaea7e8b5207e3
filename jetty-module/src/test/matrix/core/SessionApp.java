package io.github.jettyws.matrix.core;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** An application without servlets that has sessions: it makes them, renews their ids, and ends them. */
public final class SessionApp extends Handler.Wrapper {
    private SessionApp() {}

    public static void fill(Server server, ContextHandler context) {
        ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server, context);
        container.addMapping("/mapped/*", Echo::create);
        WebSocketUpgradeHandler sockets = new WebSocketUpgradeHandler(container);
        SessionApp app = new SessionApp();
        SessionHandler sessions = new SessionHandler();
        sessions.setHandler(app);
        CountsHandler counts = new CountsHandler("/counts");
        app.setHandler(counts);
        counts.setHandler(sockets);
        sockets.setHandler(new Upgrading(container));
        context.setHandler(sessions);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.startsWith("/session/")) {
            return super.handle(request, response, callback);
        }
        Session session = request.getSession(true);
        switch (path) {
            case "/session/login" -> {
                session.setAttribute(
                        "user", Request.extractQueryParameters(request).getValue("user"));
                session.setAttribute("csrf", request.getHeaders().get("X-Csrf"));
            }
            case "/session/brief" -> session.setMaxInactiveInterval(2);
            case "/session/renew" -> session.renewId(request, response);
            default -> session.invalidate();
        }
        Content.Sink.write(response, true, "done", callback);
        return true;
    }
}
