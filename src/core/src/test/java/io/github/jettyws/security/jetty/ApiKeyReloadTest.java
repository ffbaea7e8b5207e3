package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.auth.NewApiKey;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API key has opened ends when its line is taken out of the file, or changed. */
class ApiKeyReloadTest {
    private static final String LOCAL = "Origin: http://localhost";

    @TempDir
    private Path directory;

    private final TestServer server = new TestServer();
    private final NewApiKey ann = NewApiKey.make("ann", Map.of("roles", "a"), null, new Random(1));
    private final NewApiKey bob = NewApiKey.make("bob", Map.of(), null, new Random(2));
    private Path file;

    @BeforeEach
    void start() throws Exception {
        file = Files.writeString(directory.resolve("keys"), ann.line() + "\n" + bob.line() + "\n");
        server.set(security -> {
                    security.getPolicy().setAuthRequired("true");
                    security.getPolicy().setAuthSchemes("apiKey");
                    security.getPolicy().setAuthApiKeyFile(file.toString());
                })
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient open(NewApiKey key) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade("/app/echo", LOCAL, "X-API-Key: " + key.key()));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text);
        server.security.getFiles().reload(file.toString());
    }

    private void assertRevoked(RawClient client) throws Exception {
        assertEquals(1008, client.receive().closeCode());
        SecurityEvent ended = server.event();
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertEquals(Optional.of(Reason.REVOKED), ended.reason());
        client.reset();
        assertEquals(SecurityEvent.Type.CLOSED, server.event().type());
    }

    @Test
    void reload_keyGone_closesItsConnectionsAndNoOthers() throws Exception {
        try (RawClient gone = open(ann);
                RawClient stays = open(bob)) {
            write(bob.line());
            assertRevoked(gone);
            stays.text("here");
            assertEquals("here", stays.receive().text());
        }
    }

    /** Put back, it is as good as it was. */
    @Test
    void reload_keyGoneAndBack_opensAgain() throws Exception {
        try (RawClient gone = open(ann)) {
            write(bob.line());
            assertRevoked(gone);
        }
        try (RawClient refused = server.client()) {
            assertStatus(401, refused.upgrade("/app/echo", LOCAL, "X-API-Key: " + ann.key()));
            assertEquals(Optional.of(Reason.UNAUTHENTICATED), server.event().reason());
        }
        write(ann.line());
        open(ann).close();
    }

    /** What the old line allowed is over, and the new one says what is allowed from now on. */
    @Test
    void reload_termsChanged_closesAndOpensUnderTheNewOnes() throws Exception {
        try (RawClient old = open(ann)) {
            write(ann.line().replace("roles=a", "roles=b"));
            assertRevoked(old);
        }
        open(ann).close();
    }

    @Test
    void reload_brokenFile_closesNothing() throws Exception {
        try (RawClient stays = open(ann)) {
            write("broken");
            stays.text("here");
            assertEquals("here", stays.receive().text());
        }
    }
}
