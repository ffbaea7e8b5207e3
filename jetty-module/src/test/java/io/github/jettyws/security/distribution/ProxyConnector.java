package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A second connector, for a proxy: with the module {@code proxy-protocol} the first one would be for nobody else. */
final class ProxyConnector {
    private static final String XML = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="Server" class="org.eclipse.jetty.server.Server">
              <Call name="addConnector">
                <Arg>
                  <New class="org.eclipse.jetty.server.ServerConnector">
                    <Arg name="server"><Ref refid="Server"/></Arg>
                    <Arg name="factories">
                      <Array type="org.eclipse.jetty.server.ConnectionFactory">
                        <Item><New class="org.eclipse.jetty.server.ProxyConnectionFactory"/></Item>
                        <Item>
                          <New class="org.eclipse.jetty.server.HttpConnectionFactory">
                            <Arg name="config"><Ref refid="httpConfig"/></Arg>
                          </New>
                        </Item>
                      </Array>
                    </Arg>
                    <Set name="host">127.0.0.1</Set>
                  </New>
                </Arg>
              </Call>
            </Configure>
            """;

    private ProxyConnector() {}

    /** Adds it to a base. It comes after those of the modules. */
    static void add(Path base) throws IOException {
        Files.writeString(base.resolve("etc/proxy-connector.xml"), XML);
        Files.writeString(base.resolve("start.d/proxy-connector.ini"), "etc/proxy-connector.xml\n");
    }
}
