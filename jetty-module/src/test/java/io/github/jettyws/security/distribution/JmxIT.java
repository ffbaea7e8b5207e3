package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The module {@code jmx}: counters and settings as an operator's tool sees them. */
class JmxIT {
    @Test
    void countersAndSettings_areAttributes() throws Exception {
        JettyBase base = JettyBase.guarded("jmx", "http", "jmx", "ee10-deploy", "ee10-websocket-jetty")
                .set("ws-security.rate.messages", "77")
                .deploy(TestApp.EE10);
        try (Server server = new Server(base.start());
                Jmx jmx = Jmx.connect(server.process())) {
            server.assertGuards(Protocol.HTTP1, "/ee10/echo");
            assertEquals(1L, jmx.attribute("websocketsecurity", "accepted"));
            assertEquals(1L, jmx.attribute("websocketsecurity", "refused"));
            assertEquals(1L, jmx.attribute("websocketsecurity", "violated"));
            assertTrue(jmx.attribute("websocketsecurity", "reasons").toString().contains("ORIGIN_NOT_ALLOWED"));
            assertEquals("77", jmx.attribute("policysettings", "rateMessages"));
            assertEquals("enforce", jmx.attribute("policysettings", "mode"));
        }
    }
}
