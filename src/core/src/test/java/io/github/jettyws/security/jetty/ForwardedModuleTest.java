package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class ForwardedModuleTest {
    private final Server server = new Server();
    private final HttpConfiguration plain = new HttpConfiguration();
    private final HttpConfiguration forwarded = new HttpConfiguration();

    ForwardedModuleTest() {
        plain.addCustomizer(new SecureRequestCustomizer());
        forwarded.addCustomizer(new SecureRequestCustomizer());
        forwarded.addCustomizer(new ForwardedRequestCustomizer());
    }

    @Test
    void isEnabled_noConnector_false() {
        assertFalse(ForwardedModule.isEnabled(server));
    }

    @Test
    void isEnabled_otherCustomizers_false() {
        server.addConnector(new ServerConnector(
                server,
                new ProxyConnectionFactory(),
                new HttpConnectionFactory(plain),
                new HTTP2CServerConnectionFactory(plain)));

        assertFalse(ForwardedModule.isEnabled(server));
    }

    @Test
    void isEnabled_lastFactoryOfLastConnector_true() {
        server.addConnector(new ServerConnector(server, new HttpConnectionFactory(plain)));
        server.addConnector(new ServerConnector(
                server, new HttpConnectionFactory(plain), new HTTP2CServerConnectionFactory(forwarded)));

        assertTrue(ForwardedModule.isEnabled(server));
    }

    /** As {@code etc/jetty-https.xml} makes the configuration of its connector. */
    @Test
    void isEnabled_copiedConfiguration_true() {
        server.addConnector(new ServerConnector(server, new HttpConnectionFactory(new HttpConfiguration(forwarded))));

        assertTrue(ForwardedModule.isEnabled(server));
    }
}
