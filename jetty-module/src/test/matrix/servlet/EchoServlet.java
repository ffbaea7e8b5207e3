package io.github.jettyws.matrix;

import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** The echo by way of a servlet, which has mappings of its own. */
public class EchoServlet extends JettyWebSocketServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.addMapping("/", new EchoCreator());
    }
}
