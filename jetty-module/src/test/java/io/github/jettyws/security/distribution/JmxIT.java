package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

/** The module {@code jmx}: counters and settings as an operator's tool sees them. */
class JmxIT {
    @Test
    void countersAndSettings_areAttributes() throws Exception {
        JettyBase base = JettyBase.guarded("jmx", "http", "jmx", "ee10-deploy", "ee10-websocket-jetty")
                .set("ws-security.rate.messages", "77")
                .deploy(TestApp.EE10);
        try (Server server = new Server(base.start());
                JMXConnector connector = connect(server.process().pid())) {
            server.assertGuards(Protocol.HTTP1, "/ee10/echo");
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName security = bean(beans, "websocketsecurity");
            assertEquals(1L, beans.getAttribute(security, "accepted"));
            assertEquals(1L, beans.getAttribute(security, "refused"));
            assertEquals(1L, beans.getAttribute(security, "violated"));
            assertTrue(beans.getAttribute(security, "reasons").toString().contains("ORIGIN_NOT_ALLOWED"));
            ObjectName policy = bean(beans, "policysettings");
            Map<String, Object> settings = Stream.of(beans.getMBeanInfo(policy).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .filter(name -> name.equals("rateMessages") || name.equals("mode"))
                    .collect(Collectors.toMap(name -> name, name -> attribute(beans, policy, name)));
            assertEquals(Map.of("rateMessages", "77", "mode", "enforce"), settings);
        }
    }

    private static Object attribute(MBeanServerConnection beans, ObjectName bean, String name) {
        try {
            return String.valueOf(beans.getAttribute(bean, name));
        } catch (Exception e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static ObjectName bean(MBeanServerConnection beans, String type) throws Exception {
        Set<ObjectName> names =
                beans.queryNames(new ObjectName("io.github.jettyws.security:type=" + type + ",*"), null);
        assertEquals(1, names.size(), names::toString);
        return names.iterator().next();
    }

    /** By way of the JDK's own agent, which listens on the loopback address alone. */
    // The other side is a server that this test has just started.
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } catch (IOException e) {
            throw new IllegalStateException("no management agent in " + pid, e);
        } finally {
            machine.detach();
        }
    }
}
