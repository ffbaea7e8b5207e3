package io.github.jettyws.testapp.ee10;

import io.github.jettyws.testapp.Echo;
import java.util.List;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** The echo without any extension: it takes away the one that guards it. */
public class StrippingServlet extends JettyWebSocketServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.addMapping("/", (request, response) -> {
            response.setExtensions(List.of());
            return new Echo(request.getRequestURI().getPath());
        });
    }
}
