package io.github.jettyws.demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells what the guard just did: {@code GET /events?since=n} gives the events after number {@code n}, as
 * {@code {"last": number, "events": […]}}; where there are none to expect, also a {@code "hint"}.
 */
@WebServlet("/events")
public final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public EventsServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long since;
        try {
            String parameter = request.getParameter("since");
            since = parameter == null ? 0 : Long.parseLong(parameter);
        } catch (NumberFormatException e) {
            Plain.answer(response, HttpServletResponse.SC_BAD_REQUEST, "since is a number");
            return;
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println(since(since));
    }

    private static JsonObject since(long sequence) {
        try {
            return EventFeed.since(sequence);
        } catch (NoClassDefFoundError e) {
            return EventFeed.empty("The jar of the example listener is not in lib/ext of this base.");
        }
    }
}
