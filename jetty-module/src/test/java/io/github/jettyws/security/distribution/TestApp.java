package io.github.jettyws.security.distribution;

import io.github.jettyws.testapp.Canary;
import io.github.jettyws.testapp.ClassesServlet;
import io.github.jettyws.testapp.Counts;
import io.github.jettyws.testapp.CountsServlet;
import io.github.jettyws.testapp.Echo;
import io.github.jettyws.testapp.JakartaEcho;
import io.github.jettyws.testapp.JakartaPartial;
import io.github.jettyws.testapp.JakartaRaised;
import io.github.jettyws.testapp.Lowered;
import io.github.jettyws.testapp.Partial;
import io.github.jettyws.testapp.Pour;
import io.github.jettyws.testapp.Raised;
import io.github.jettyws.testapp.SessionServlet;
import io.github.jettyws.testapp.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The application under test, one war for each environment, deployed under the name of the environment. */
enum TestApp {
    EE10(
            io.github.jettyws.testapp.ee10.Mappings.class,
            io.github.jettyws.testapp.ee10.EchoServlet.class,
            io.github.jettyws.testapp.ee10.UpgradingServlet.class,
            io.github.jettyws.testapp.ee10.SecuredMappings.class),
    EE11(
            io.github.jettyws.testapp.ee11.Mappings.class,
            io.github.jettyws.testapp.ee11.EchoServlet.class,
            io.github.jettyws.testapp.ee11.UpgradingServlet.class,
            io.github.jettyws.testapp.ee11.SecuredMappings.class);

    private static final String CLASSES = "WEB-INF/classes/";
    private static final Class<?>[] SERVLETS = {
        ClassesServlet.class, Counts.class, CountsServlet.class, SessionServlet.class, Pour.class
    };
    private static final Class<?>[] JAKARTA = {JakartaEcho.class, JakartaPartial.class, JakartaRaised.class};
    private static final Class<?>[] JETTY = {
        Canary.class, Echo.class, Lowered.class, Partial.class, Raised.class, Stream.class
    };

    private final Class<?> listener;
    private final Class<?> echoServlet;
    private final Class<?> upgradingServlet;
    private final Class<?> securedListener;

    TestApp(Class<?> listener, Class<?> echoServlet, Class<?> upgradingServlet, Class<?> securedListener) {
        this.listener = listener;
        this.echoServlet = echoServlet;
        this.upgradingServlet = upgradingServlet;
        this.securedListener = securedListener;
    }

    String environment() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A path of this application. */
    String path(String inside) {
        return "/" + environment() + inside;
    }

    void deploy(Path base) throws IOException {
        deploy(base, environment(), war(""));
    }

    /** Deploys it with an endpoint that needs the module of this project for its environment. */
    void deploySecured(Path base) throws IOException {
        deploy(base, environment(), war(listener(securedListener)).classes(CLASSES, securedListener));
    }

    /** Deploys it without what needs the Jetty API, in any environment of the {@code jakarta} packages. */
    static void deployJakartaAlone(Path base, String environment) throws IOException {
        Zips.Builder war = new Zips.Builder()
                .text("WEB-INF/web.xml", webXml(servlets()))
                .classes(CLASSES, SERVLETS)
                .classes(CLASSES, JAKARTA);
        deploy(base, environment, environment, war);
    }

    /** Deploys it with a path that asks for a login, under its name and {@code -login}. */
    void deployWithLogin(Path base) throws IOException {
        Zips.Builder war = war("""
                <security-constraint>
                  <web-resource-collection>
                    <web-resource-name>private</web-resource-name>
                    <url-pattern>/private</url-pattern>
                  </web-resource-collection>
                  <auth-constraint><role-name>user</role-name></auth-constraint>
                </security-constraint>
                <login-config>
                  <auth-method>FORM</auth-method>
                  <realm-name>Test</realm-name>
                  <form-login-config>
                    <form-login-page>/counts?path=login</form-login-page>
                    <form-error-page>/counts?path=error</form-error-page>
                  </form-login-config>
                </login-config>
                <security-role><role-name>user</role-name></security-role>
                """);
        deploy(base, environment() + "-login", war);
    }

    /** Deploys a war in this environment, under a context path of its own. */
    void deploy(Path base, String context, Zips.Builder war) throws IOException {
        deploy(base, environment(), context, war);
    }

    private static void deploy(Path base, String environment, String context, Zips.Builder war) throws IOException {
        Path webapps = Files.createDirectories(base.resolve("webapps"));
        // First, so that the war is never seen without it.
        Files.writeString(webapps.resolve(context + ".properties"), "environment=" + environment + "\n");
        // Whole at once: a server that looks for changes must not see half of it.
        Path unfinished = base.resolve(context + ".war.unfinished");
        war.write(unfinished);
        Files.move(unfinished, webapps.resolve(context + ".war"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Its war, to which more can be added. */
    Zips.Builder war(String moreOfWebXml) throws IOException {
        String content = listener(listener)
                + servlets()
                + servlet("own", echoServlet, "/own/*")
                + servlet("upgrading", upgradingServlet, "/upgrading/*")
                + moreOfWebXml;
        return new Zips.Builder()
                .text("WEB-INF/web.xml", webXml(content))
                .classes(CLASSES, SERVLETS)
                .classes(CLASSES, JAKARTA)
                .classes(CLASSES, JETTY)
                .classes(CLASSES, listener, echoServlet, upgradingServlet);
    }

    private static String webXml(String content) {
        return "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"5.0\">\n" + content + "</web-app>\n";
    }

    private static String listener(Class<?> type) {
        return "<listener><listener-class>" + type.getName() + "</listener-class></listener>\n";
    }

    private static String servlets() {
        return servlet("counts", CountsServlet.class, "/counts")
                + servlet("session", SessionServlet.class, "/session/*")
                + servlet("classes", ClassesServlet.class, "/classes");
    }

    private static String servlet(String name, Class<?> type, String pattern) {
        return """
                <servlet><servlet-name>%1$s</servlet-name><servlet-class>%2$s</servlet-class></servlet>
                <servlet-mapping><servlet-name>%1$s</servlet-name><url-pattern>%3$s</url-pattern></servlet-mapping>
                """.formatted(name, type.getName(), pattern);
    }
}
