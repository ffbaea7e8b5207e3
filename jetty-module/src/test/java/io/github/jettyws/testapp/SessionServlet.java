package io.github.jettyws.testapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Makes sessions and ends them: {@code /session/login}, {@code /session/anonymous}, {@code /session/logout}. */
public class SessionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(true);
        switch (request.getPathInfo()) {
            case "/login" -> session.setAttribute("user", request.getParameter("user"));
            case "/brief" -> {
                session.setAttribute("user", request.getParameter("user"));
                session.setMaxInactiveInterval(1);
            }
            case "/logout" -> session.invalidate();
            default -> session.setAttribute("basket", "empty");
        }
        response.setContentType("text/plain");
        response.getWriter().print("done");
    }
}
