package io.github.jettyws.demo;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers in one line of text, which the page shows as it is. */
final class Plain {
    private Plain() {}

    static void answer(HttpServletResponse response, int status, String line) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().println(line);
    }
}
