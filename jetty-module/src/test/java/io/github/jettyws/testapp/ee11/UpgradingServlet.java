package io.github.jettyws.testapp.ee11;

import io.github.jettyws.testapp.Echo;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;

/** The echo by way of an upgrade that the application itself asks for. */
public class UpgradingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(getServletContext());
        boolean upgraded =
                container.upgrade((req, resp) -> new Echo(req.getRequestURI().getPath()), request, response);
        if (!upgraded && !response.isCommitted()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
