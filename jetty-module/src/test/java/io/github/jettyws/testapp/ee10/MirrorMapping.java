package io.github.jettyws.testapp.ee10;

import io.github.jettyws.testapp.Mirror;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;

/** Maps an endpoint that is the same with and without the guard. */
public class MirrorMapping implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        JettyWebSocketServerContainer.getContainer(event.getServletContext())
                .addMapping("/", (request, response) -> new Mirror());
    }
}
