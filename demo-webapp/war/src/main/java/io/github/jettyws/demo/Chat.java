package io.github.jettyws.demo;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;

/**
 * Maps the room twice: through the API of Jetty and through {@code jakarta.websocket}.
 *
 * <p>Both are told to take messages of up to {@value #MAX_MESSAGE} bytes, more than anybody should send to a chat. It is
 * the guard that keeps them small, and no line here names it.
 */
@WebListener
public final class Chat implements ServletContextListener {
    static final int MAX_MESSAGE = 1024 * 1024;

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** Made by the container. */
    public Chat() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Room room = new Room();
        mapJetty(event.getServletContext(), room);
        mapJakarta(event.getServletContext(), room);
    }

    private static void mapJetty(ServletContext context, Room room) {
        JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(context);
        if (container == null) {
            throw new IllegalStateException("the module ee10-websocket-jetty is not enabled");
        }
        container.setMaxTextMessageSize(MAX_MESSAGE);
        container.setMaxFrameSize(MAX_MESSAGE);
        container.setIdleTimeout(IDLE_TIMEOUT);
        container.addMapping(
                "/chat/jetty",
                (request, response) -> new JettyChat(
                        room, User.of(request.getHttpServletRequest().getSession(false))));
    }

    private static void mapJakarta(ServletContext context, Room room) {
        ServerContainer container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        if (container == null) {
            throw new IllegalStateException("the module ee10-websocket-jakarta is not enabled");
        }
        container.setDefaultMaxTextMessageBufferSize(MAX_MESSAGE);
        container.setDefaultMaxSessionIdleTimeout(IDLE_TIMEOUT.toMillis());
        try {
            container.addEndpoint(ServerEndpointConfig.Builder.create(JakartaChat.class, "/chat/jakarta")
                    .configurator(new JakartaChat.Configurator(room))
                    .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException("cannot map /chat/jakarta", e);
        }
    }
}
