package io.github.jettyws.security.ee11;

import io.github.jettyws.security.WebSocketSecurity;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.ee11.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The example for those who embed Jetty: a guarded server with an endpoint in a servlet, and one in the container. */
final class EmbeddedServer {
    private EmbeddedServer() {}

    /** An endpoint that a servlet maps has to be secured by hand. */
    static final class ChatServlet extends JettyWebSocketServlet {
        private static final long serialVersionUID = 1L;

        private final transient JettyWebSocketCreator creator;

        ChatServlet(JettyWebSocketCreator creator) {
            this.creator = creator;
        }

        @Override
        protected void configure(JettyWebSocketServletFactory factory) {
            factory.setCreator(creator);
        }
    }

    static Server create(WebSocketSecurity security, JettyWebSocketCreator creator) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);

        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        context.addServlet(new ChatServlet(new SecuredJettyWebSocketCreator(creator)), "/secured");
        context.addServlet(new ChatServlet(creator), "/unsecured");
        context.addServlet(
                new ChatServlet((request, response) -> {
                    response.setExtensions(List.of());
                    return creator.createWebSocket(request, response);
                }),
                "/throwing");
        JettyWebSocketServletContainerInitializer.configure(
                context, (servletContext, container) -> container.addMapping("/mapped", creator));

        security.install(server);
        return server;
    }
}
