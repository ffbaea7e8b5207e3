package io.github.jettyws.security.jetty;

import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;

/**
 * Jetty's module {@code forwarded}: with it applications see the client address that the left-most element of a header
 * names, whoever sent the header. The guard goes by the end point of the connection, which it does not change.
 */
public final class ForwardedModule {
    private ForwardedModule() {}

    /**
     * Tells whether some connector believes forwarded headers.
     *
     * @param server the server with its connectors, not yet started
     * @return whether one of them has a {@link ForwardedRequestCustomizer}
     */
    public static boolean isEnabled(Server server) {
        // Beans of the connection factories, of which not all have a type that would give them.
        return server.getContainedBeans(HttpConfiguration.class).stream()
                .anyMatch(http -> http.getCustomizer(ForwardedRequestCustomizer.class) != null);
    }
}
