package io.github.jettyws.demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Logs out: {@code POST /logout}. */
@WebServlet("/logout")
public final class LogoutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public LogoutServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!SamePage.posted(request)) {
            Plain.answer(response, HttpServletResponse.SC_FORBIDDEN, "log out from the page of this demo");
            return;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
