package io.github.jettyws.security.jetty;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of EE8 and EE9, which keep who the user is in a field of their own instead of the attribute that Jetty's
 * core, EE10 and EE11 go by. Their classes are on the class path of the environment, where this class cannot see them; so
 * they are asked by name.
 */
final class NestedRequest {
    /** Attributes that their requests answer for themselves, whatever is wrapped around them. */
    private static final List<String> CHANNELS =
            List.of("org.eclipse.jetty.ee9.nested.HttpChannel", "org.eclipse.jetty.ee8.nested.HttpChannel");

    private NestedRequest() {}

    /**
     * Makes somebody the user of a request.
     *
     * @param servletRequest a request of the servlet API, of any environment
     * @param state who it is, {@code null} for nobody
     * @return whether it was one of EE8 or EE9
     * @throws IllegalStateException if such a one cannot be told
     */
    static boolean authenticate(Object servletRequest, @Nullable JettyAuthentication state) {
        for (String name : CHANNELS) {
            Object channel = ServletSession.call(servletRequest, "getAttribute", name);
            if (channel != null) {
                try {
                    setAuthentication(channel, state);
                    return true;
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("cannot tell " + name + " who the user is", e);
                }
            }
        }
        return false;
    }

    private static void setAuthentication(Object channel, @Nullable JettyAuthentication state)
            throws ReflectiveOperationException {
        Object request = channel.getClass().getMethod("getRequest").invoke(channel);
        for (Method method : request.getClass().getMethods()) {
            if (method.getName().equals("setAuthentication")) {
                Class<?> authentication = method.getParameterTypes()[0];
                method.invoke(request, state == null ? null : user(authentication, state));
            }
        }
    }

    private static Object user(Class<?> authentication, JettyAuthentication state) throws ReflectiveOperationException {
        ClassLoader environment = authentication.getClassLoader();
        Class<?> user = Class.forName(authentication.getName() + "$User", false, environment);
        Object none = authentication.getField("UNAUTHENTICATED").get(null);
        return Proxy.newProxyInstance(environment, new Class<?>[] {user}, new User(state, none));
    }

    /**
     * Answers for a user.
     *
     * @param state the same in the words of Jetty's core
     * @param none what is left after a logout
     */
    private record User(JettyAuthentication state, Object none) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws ReflectiveOperationException {
            return switch (method.getName()) {
                case "getAuthMethod" -> state.getAuthenticationType();
                case "getUserIdentity" -> state.getUserIdentity();
                case "getUserPrincipal" -> state.getUserPrincipal();
                case "isUserInRole" -> arguments != null && state.isUserInRole(role(method, arguments));
                case "logout" -> none;
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> state.toString();
            };
        }

        /** A servlet may have names of its own for roles. */
        private static String role(Method method, Object[] arguments) throws ReflectiveOperationException {
            Class<?> scope = method.getParameterTypes()[0];
            return String.valueOf(
                    scope.getMethod("deRefRole", scope, String.class).invoke(null, arguments[0], arguments[1]));
        }
    }
}
