package io.github.jettyws.security.distribution;

import java.nio.file.Path;

/** What the build made and fetched before these tests. */
final class Build {
    /** The zip that an operator unpacks. */
    static final Path ZIP = path("distribution.zip");
    /** The same as a jar. */
    static final Path CONFIG_JAR = path("distribution.configJar");

    static final Path JETTY_HOME = path("distribution.jettyHome");
    static final Path TARGET = path("distribution.target");
    /** The scripts of clients in other languages. */
    static final Path CLIENTS = path("distribution.clients");

    /** The configurations of proxies. */
    static final Path PROXIES = path("distribution.proxies");

    static final boolean CLIENTS_REQUIRED = Boolean.parseBoolean(property("distribution.clientsRequired"));
    static final boolean PROXIES_REQUIRED = Boolean.parseBoolean(property("distribution.proxiesRequired"));
    static final String VERSION = property("distribution.version");

    private Build() {}

    private static Path path(String name) {
        return Path.of(property(name));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("no system property " + name + ": run these tests with mvn verify");
        }
        return value;
    }
}
