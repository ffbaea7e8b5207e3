package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.SessionView;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.jspecify.annotations.Nullable;

/**
 * The session of a servlet that is about to upgrade. The servlet API is on the class path of the environment, in the
 * package {@code jakarta.servlet} or {@code javax.servlet}, where this class cannot see it; so it is asked by name.
 */
final class ServletSession {
    private ServletSession() {}

    /**
     * Finds the session.
     *
     * @param request the request, to which Jetty's servlets attach that of the servlet API
     * @return the session; {@code null} if there is none, or if no servlet upgrades
     * @throws IllegalStateException if the servlet API cannot be asked
     */
    static @Nullable SessionView of(Request request) {
        Object servletRequest = request.getAttribute(WebSocketConstants.WEBSOCKET_WRAPPED_REQUEST_ATTRIBUTE);
        return servletRequest == null ? null : CookieSession.of(request, session(servletRequest));
    }

    private static @Nullable Session session(Object servletRequest) {
        return Session.getSession(call(servletRequest, "getSession", false));
    }

    /**
     * Asks a request of the servlet API.
     *
     * @param servletRequest the request
     * @param method the name of the method
     * @param argument its argument, if it has one: a truth value or text
     * @return what it returns
     * @throws IllegalStateException if the servlet API cannot be asked
     */
    static @Nullable Object call(Object servletRequest, String method, Object... argument) {
        Class<?>[] types = Arrays.stream(argument)
                .map(value -> value instanceof Boolean ? boolean.class : value.getClass())
                .toArray(Class<?>[]::new);
        try {
            return servletApi(servletRequest.getClass())
                    .orElseThrow(() -> new IllegalStateException("not a servlet request"))
                    .getMethod(method, types)
                    .invoke(servletRequest, argument);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot ask the servlet API for " + method, e);
        }
    }

    /** The interface is public and exported; the class behind it need not be. */
    private static Optional<Class<?>> servletApi(@Nullable Class<?> type) {
        if (type == null) {
            return Optional.empty();
        }
        if (type.isInterface() && type.getName().endsWith(".servlet.http.HttpServletRequest")) {
            return Optional.of(type);
        }
        return Stream.concat(Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
                .map(ServletSession::servletApi)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
