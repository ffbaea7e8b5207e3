package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import io.github.jettyws.security.event.SecurityListener;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What web applications see of the server class path: the guard's own API, and nothing that it is made with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassesIT {
    private static final String LISTENER = SecurityListener.class.getName();
    private static final String GSON = Gson.class.getName();
    private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Caffeine";

    private Server server;

    @BeforeAll
    void start() throws IOException {
        JettyBase base = JettyBase.complete("classes");
        for (TestApp app : TestApp.values()) {
            Zips.Builder war = app.war("").classes("WEB-INF/classes/", SecurityListener.class, Gson.class);
            app.deploy(base.directory(), app.environment() + "-copies", war);
        }
        // The application's own classes first: what is protected is so even then.
        server = new Server(base.start("jetty.deploy.parentLoaderPriority=false"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void thirdParty_isHidden(TestApp app) {
        assertEquals("nowhere", server.whereIs(app.path(""), GSON));
        assertEquals("nowhere", server.whereIs(app.path(""), CAFFEINE));
    }

    @ParameterizedTest
    @EnumSource
    void thirdParty_canBeBroughtAlong(TestApp app) {
        assertEquals("webapp", server.whereIs(app.path("-copies"), GSON));
    }

    @ParameterizedTest
    @EnumSource
    void listenerApi_isVisible(TestApp app) {
        assertEquals("server", server.whereIs(app.path(""), LISTENER));
    }

    @ParameterizedTest
    @EnumSource
    void listenerApi_cannotBeReplaced(TestApp app) {
        assertEquals("server", server.whereIs(app.path("-copies"), LISTENER));
    }
}
