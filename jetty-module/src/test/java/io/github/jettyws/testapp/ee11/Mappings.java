package io.github.jettyws.testapp.ee11;

import io.github.jettyws.testapp.Canary;
import io.github.jettyws.testapp.Echo;
import io.github.jettyws.testapp.Lowered;
import io.github.jettyws.testapp.Partial;
import io.github.jettyws.testapp.Raised;
import io.github.jettyws.testapp.Stream;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.function.Function;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;

/** Maps the endpoints of Jetty's API. */
public class Mappings implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        Canary.hatch();
        JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(event.getServletContext());
        map(container, "/echo/*", Echo::new);
        map(container, "/partial/*", Partial::new);
        map(container, "/stream/*", Stream::new);
        map(container, "/lowered/*", Lowered::new);
        map(container, "/raised/*", Raised::new);
    }

    private static void map(
            JettyWebSocketServerContainer container, String pathSpec, Function<String, Object> endpoint) {
        container.addMapping(
                pathSpec,
                (request, response) -> endpoint.apply(request.getRequestURI().getPath()));
    }
}
