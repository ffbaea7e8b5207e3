package io.github.jettyws.testapp.ee11;

import io.github.jettyws.security.ee11.SecuredJettyWebSocketCreator;
import io.github.jettyws.testapp.Echo;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;

/** Maps the echo by way of the guard's own creator, as an application does that will not run without the guard. */
public class SecuredMappings implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        JettyWebSocketServerContainer.getContainer(event.getServletContext())
                .addMapping(
                        "/secured/*",
                        new SecuredJettyWebSocketCreator((request, response) ->
                                new Echo(request.getRequestURI().getPath())));
    }
}
