package io.github.jettyws.matrix;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;

/** Maps the endpoints that are mapped by code. */
public class Mappings implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(context);
        container.addMapping("/mapped/*", new EchoCreator());
        ServerContainer standard = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            standard.addEndpoint(
                    ServerEndpointConfig.Builder.create(ProgrammaticEcho.class, "/programmatic/{area}/{id}")
                            .configurator(new CountingConfigurator())
                            .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {}
}
