package io.github.jettyws.testapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells where the application finds the class that the query names: {@code server}, {@code webapp} or {@code nowhere}. */
public class ClassesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(whereIs(request.getParameter("name")));
    }

    private static String whereIs(String name) {
        ClassLoader application = ClassesServlet.class.getClassLoader();
        try {
            Class<?> found = Class.forName(name, false, application);
            return found.getClassLoader() == application ? "webapp" : "server";
        } catch (ClassNotFoundException e) {
            return "nowhere";
        }
    }
}
