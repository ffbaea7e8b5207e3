package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import javax.management.MBeanException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The beans of the guard in a server with the module {@code jmx}, as an operator's tool reaches them. */
record Jmx(JMXConnector connector) implements AutoCloseable {
    /** By way of the JDK's own agent, which listens on the loopback address alone. */
    // The other side is a server that this test has just started.
    @SuppressWarnings("BanJNDI")
    static Jmx connect(JettyProcess process) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
        try {
            return new Jmx(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } catch (IOException e) {
            throw new IllegalStateException("no management agent in " + process.pid(), e);
        } finally {
            machine.detach();
        }
    }

    /** Reads an attribute of the one bean of a type. */
    Object attribute(String type, String name) throws Exception {
        return connector.getMBeanServerConnection().getAttribute(bean(type), name);
    }

    /** Calls an operation whose parameters are all text. What it throws, a tool without the guard's classes can read. */
    Object invoke(String type, String operation, String... arguments) throws Exception {
        String[] signature = new String[arguments.length];
        Arrays.fill(signature, String.class.getName());
        try {
            return connector.getMBeanServerConnection().invoke(bean(type), operation, arguments, signature);
        } catch (MBeanException e) {
            throw e.getTargetException();
        }
    }

    private ObjectName bean(String type) throws Exception {
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        Set<ObjectName> names =
                beans.queryNames(new ObjectName("io.github.jettyws.security:type=" + type + ",*"), null);
        assertEquals(1, names.size(), names::toString);
        return names.iterator().next();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
