package io.github.jettyws.testapp;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;

/** Counts the upgrade requests that get as far as the filters of the application, and the sessions that are made. */
public class UpgradeFilter extends HttpFilter implements HttpSessionListener {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader("Upgrade") != null) {
            Counts.of("filter").message();
        }
        chain.doFilter(request, response);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        Counts.of("sessions").message();
    }
}
