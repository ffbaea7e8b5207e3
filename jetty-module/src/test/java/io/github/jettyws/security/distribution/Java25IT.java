package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server on Java 25, with what only a newer Java has. */
@Tag("java25")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Java25IT {
    private Path java;

    @BeforeAll
    void findJava() {
        String home = System.getenv("JAVA25_HOME");
        assertNotNull(home, "JAVA25_HOME has to name a JDK 25");
        java = Path.of(home);
    }

    private JettyBase base(String name, String... modules) throws IOException {
        return JettyBase.complete(name, modules).java(java);
    }

    private static void assertGuards(Server server, String... endpoints) throws IOException {
        assertTrue(server.process().log().contains("jvm 25"), server.process()::log);
        for (Protocol protocol : Protocol.values()) {
            for (String endpoint : endpoints) {
                server.assertGuards(protocol, endpoint);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threadpool", "threadpool-virtual", "threadpool-all-virtual"})
    void anyThreadPool_guarded(String module) throws IOException {
        try (Server server = new Server(base("java25", module).start())) {
            assertGuards(server, "/ee10/echo", "/ee10/jakarta", "/ee11/own", "/ee11/jakarta");
        }
    }

    @Test
    void jpms_guarded() throws IOException {
        try (Server server = new Server(base("java25-jpms").start("--jpms"))) {
            assertGuards(server, "/ee10/jakarta", "/ee11/jakarta");
        }
    }
}
