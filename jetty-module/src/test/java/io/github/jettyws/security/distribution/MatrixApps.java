package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts the applications of the matrix into a base, each several times: under its name, inside another, for one host. */
final class MatrixApps {
    /** The host that some contexts are for. By its address, the same server has no such context. */
    static final String HOST = "localhost";

    private static final String SERVLETS = """
            <servlet><servlet-name>%1$s</servlet-name><servlet-class>io.github.jettyws.matrix.%2$s</servlet-class></servlet>
            <servlet-mapping><servlet-name>%1$s</servlet-name><url-pattern>/%1$s%3$s</url-pattern></servlet-mapping>
            """;

    private final MatrixEnvironment environment;
    private final Path base;

    MatrixApps(MatrixEnvironment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    void deploy() throws IOException {
        String name = environment.lowerCase();
        if (environment == MatrixEnvironment.CORE) {
            // Its classes are the server's: the context of a core application need have no class loader.
            MatrixSources.compile(environment, base.resolve("resources"));
            Files.writeString(base.resolve("etc/matrix-bare.xml"), BARE);
            Files.writeString(base.resolve("start.d/matrix-bare.ini"), "etc/matrix-bare.xml\n");
        } else {
            application("", servlets());
            // The container takes a filter that it finds for its own, and maps none: this one application has no other.
            application("-filter", FILTER.formatted(environment.lowerCase()));
            context("-filter", "/" + name + "-filter", "-filter", "");
        }
        context("", "/" + name, "", "");
        context("-inner", "/" + name + "/inner", "", "");
        context("-host", "/" + name + "-host", "", HOSTS);
    }

    private void application(String suffix, String servlets) throws IOException {
        Path webInf =
                base.resolve("apps").resolve(environment.lowerCase() + suffix).resolve("WEB-INF");
        MatrixSources.compile(environment, webInf.resolve("classes"));
        Files.writeString(webInf.resolve("web.xml"), WEB_XML.formatted(servlets));
    }

    private String servlets() {
        String servlets = SERVLETS.formatted("servlet", "EchoServlet", "/*")
                + SERVLETS.formatted("session", "SessionServlet", "/*")
                + SERVLETS.formatted("upgrading", "UpgradingServlet", "/*");
        return MatrixKind.HANDED.isIn(environment)
                ? servlets + SERVLETS.formatted("handed", "HandingServlet", "/*")
                : servlets;
    }

    private void context(String name, String path, String application, String more) throws IOException {
        Path webapps = Files.createDirectories(base.resolve("webapps"));
        String environmentName = environment.lowerCase();
        Files.writeString(webapps.resolve(environmentName + name + ".properties"), "environment=" + environmentName);
        String xml = environment == MatrixEnvironment.CORE
                ? CONTEXT.formatted("org.eclipse.jetty.coreapp.CoreAppContext", path, FILL + more)
                : CONTEXT.formatted(
                        "org.eclipse.jetty." + environmentName + ".webapp.WebAppContext",
                        path,
                        WAR.formatted(base.resolve("apps").resolve(environmentName + application)) + more);
        Files.writeString(webapps.resolve(environmentName + name + ".xml"), xml);
    }

    private static final String WEB_XML = """
            <web-app version="4.0">
              <listener><listener-class>io.github.jettyws.matrix.Mappings</listener-class></listener>
              %s
            """ + SERVLETS.formatted("counts", "CountsServlet", "") + "</web-app>\n";

    private static final String FILTER = """
            <filter>
              <filter-name>upgrade</filter-name>
              <filter-class>org.eclipse.jetty.%s.websocket.servlet.WebSocketUpgradeFilter</filter-class>
              <async-supported>true</async-supported>
            </filter>
            <filter-mapping><filter-name>upgrade</filter-name><url-pattern>/mapped/*</url-pattern></filter-mapping>
            """;

    private static final String XML = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            """;

    private static final String CONTEXT = XML + """
            <Configure id="context" class="%s">
              <Set name="contextPath">%s</Set>
              %s
            </Configure>
            """;

    private static final String WAR = "<Set name=\"war\">%s</Set>";

    private static final String HOSTS = """
            <Call name="addVirtualHosts"><Arg><Array type="String"><Item>%s</Item></Array></Arg></Call>
            """.formatted(HOST);

    private static final String FILL = """
            <Call class="io.github.jettyws.matrix.core.CoreApp" name="fill">
              <Arg><Ref refid="Server"/></Arg>
              <Arg><Ref refid="context"/></Arg>
            </Call>
            """;

    private static final String BARE = XML + """
            <Configure id="Server" class="org.eclipse.jetty.server.Server">
              <Call class="io.github.jettyws.matrix.core.CoreApp" name="insert"><Arg><Ref refid="Server"/></Arg></Call>
            </Configure>
            """;
}
