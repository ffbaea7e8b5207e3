package io.github.jettyws.matrix;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Makes sessions, renews their ids, and ends them. */
public class SessionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(true);
        switch (request.getPathInfo()) {
            case "/login" -> {
                session.setAttribute("user", request.getParameter("user"));
                session.setAttribute("csrf", request.getHeader("X-Csrf"));
            }
            case "/brief" -> session.setMaxInactiveInterval(2);
            case "/renew" -> request.changeSessionId();
            default -> session.invalidate();
        }
        response.setContentType("text/plain");
        response.getWriter().print("done");
    }
}
