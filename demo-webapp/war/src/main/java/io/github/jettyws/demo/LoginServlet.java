package io.github.jettyws.demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/**
 * Logs in: {@code POST /login} with {@code name}. Any name will do and there is no password: what matters here is the
 * session that comes of it.
 */
@WebServlet("/login")
public final class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public LoginServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!SamePage.posted(request)) {
            Plain.answer(response, HttpServletResponse.SC_FORBIDDEN, "log in from the page of this demo");
            return;
        }
        request.setCharacterEncoding("UTF-8");
        Optional<String> name = User.name(request.getParameter("name"));
        if (name.isEmpty()) {
            Plain.answer(response, HttpServletResponse.SC_BAD_REQUEST, "a name has 1 to 32 visible characters");
            return;
        }
        // A session id from before the login may be known to somebody else (session fixation, CWE-384).
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        request.getSession(true).setAttribute(User.ATTRIBUTE, name.get());
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
