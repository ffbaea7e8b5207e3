package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Open sockets of clients that are banned or blocked meanwhile; all of {@code 127.0.0.0/8} may be. */
class BansOverSocketsTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String EVE = "127.0.0.2";
    private static final String BOB = "127.0.0.3";

    @TempDir
    Path base;

    private final TestServer server = new TestServer();

    @BeforeEach
    void banLoopbackToo() {
        server.security.getShared().setBanNever("");
        server.security.getShared().setBanThreshold("3");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient open(String from) throws Exception {
        RawClient client = server.client(from);
        assertStatus(101, client.upgrade("/app/echo", LOCAL));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    private void offend() throws Exception {
        try (RawClient client = server.client(EVE)) {
            assertStatus(403, client.upgrade("/app/echo"));
            assertEquals(Optional.of(Reason.ORIGIN_MISSING), server.event().reason());
        }
    }

    private void assertEnded(RawClient client, Reason reason) throws Exception {
        assertEnded(client, reason, 1);
    }

    private void assertEnded(RawClient client, Reason reason, int left) throws Exception {
        assertEquals(1008, client.receive().closeCode());
        SecurityEvent ended = server.event();
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertEquals(Optional.of(reason), ended.reason());
        SecurityEvent closed = server.event();
        assertEquals(SecurityEvent.Type.CLOSED, closed.type());
        assertEquals(Optional.of(reason), closed.reason());
        assertEquals(Optional.of(1008), closed.closeCode());
        TestServer.awaitHeld(left, server.slots());
    }

    private static void assertEchoes(RawClient client) throws Exception {
        client.text("still here");
        assertEquals("still here", client.receive().text());
    }

    @Test
    void ban_thirdOffence_endsTheOpenSocketOfTheClientAndNoOther() throws Exception {
        server.start();
        try (RawClient eve = open(EVE);
                RawClient bob = open(BOB)) {
            offend();
            offend();
            assertEchoes(eve);
            offend();

            SecurityEvent banned = server.event();
            assertEquals(SecurityEvent.Type.BANNED, banned.type());
            assertEquals(EVE, banned.clientAddress());
            assertEnded(eve, Reason.ADDRESS_BANNED);
            assertEchoes(bob);
        }
        try (RawClient again = server.client(EVE)) {
            String head = again.upgrade("/app/echo", LOCAL);
            assertStatus(403, head);
            assertEquals("Forbidden\n", again.body(head));
        }
        assertEquals(1, server.security.getBans().getBans().size());
    }

    /** The limit that was broken tells the code, and the other socket of the client goes as well. */
    @Test
    void ban_byMessages_endsTheOtherSocketToo() throws Exception {
        server.security.getShared().setBanThreshold("1");
        server.security.getPolicy().setMaxTextMessageSize("1000");
        server.start();
        try (RawClient bob = open(BOB);
                RawClient other = open(EVE);
                RawClient eve = open(EVE)) {
            eve.text("x".repeat(1001));
            assertEquals(1009, eve.receive().closeCode());
            assertEquals(1008, other.receive().closeCode());
            assertEquals(SecurityEvent.Type.VIOLATED, server.event().type());
            assertEquals(SecurityEvent.Type.BANNED, server.event().type());
            SecurityEvent ended = server.event();
            assertEquals(SecurityEvent.Type.ENDED, ended.type());
            assertEquals(Optional.of(2L), ended.connection());
            assertEchoes(bob);
        }
        assertEquals(List.of("still here"), server.messages);
    }

    @Test
    void ban_byHandAndLifted_opensAgain() throws Exception {
        server.start();
        try (RawClient bob = open(BOB);
                RawClient eve = open(EVE)) {
            server.security.getBans().ban(EVE, "1h");
            assertEquals(SecurityEvent.Type.BANNED, server.event().type());
            assertEnded(eve, Reason.ADDRESS_BANNED);
            assertEchoes(bob);
        }
        try (RawClient eve = server.client(EVE)) {
            assertStatus(403, eve.upgrade("/app/echo", LOCAL));
        }
        assertTrue(server.security.getBans().unban(EVE));
        try (RawClient eve = server.client(EVE)) {
            assertStatus(101, eve.upgrade("/app/echo", LOCAL));
        }
    }

    /** It has passed the gate, and is not among the open ones yet. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void ban_whileTheUpgradeIsUnderWay_endsAtOnce(String path) throws Exception {
        ContextHandler past = new ContextHandler("/past");
        WebSocketUpgradeHandler mapped = new WebSocketUpgradeHandler();
        mapped.addMapping(
                "/echo",
                WebSocketNegotiator.from(
                        (request, response, callback) -> server.endpoint(),
                        (endpoint, request, response) -> (FrameHandler) endpoint));
        past.setHandler(mapped);
        server.contexts.addHandler(past);
        server.onCreate(() -> server.security.getBans().ban(EVE, "1h")).start();
        try (RawClient eve = server.client(EVE)) {
            assertStatus(101, eve.upgrade(path, LOCAL));
            assertEquals(SecurityEvent.Type.BANNED, server.event().type());
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
            assertEnded(eve, Reason.ADDRESS_BANNED, 0);
            assertEquals(List.of(), server.messages);
        }
    }

    @Test
    void ban_keptInAFile_survivesARestart() throws Exception {
        server.security.getShared().setBanFile(base.resolve("bans.txt").toString());
        server.start();
        server.security.getBans().ban(EVE, "1h");
        server.server.stop();
        server.server.start();
        try (RawClient eve = server.client(EVE);
                RawClient bob = server.client(BOB)) {
            assertStatus(403, eve.upgrade("/app/echo", LOCAL));
            assertStatus(101, bob.upgrade("/app/echo", LOCAL));
        }
    }

    @Test
    void reportMode_banned_staysOpenAndOpensAgain() throws Exception {
        server.security.getPolicy().setMode("report");
        server.start();
        try (RawClient eve = open(EVE)) {
            server.security.getBans().ban(EVE, "1h");
            assertEquals(SecurityEvent.Type.BANNED, server.event().type());
            SecurityEvent ended = server.event();
            assertEquals(SecurityEvent.Type.ENDED, ended.type());
            assertTrue(!ended.enforced());
            assertEchoes(eve);
        }
        try (RawClient eve = server.client(EVE)) {
            assertStatus(101, eve.upgrade("/app/echo", LOCAL));
        }
    }

    /** Nobody reads it by hand: the folder is watched. */
    @Test
    void list_changed_endsTheOpenSocketOfTheBlocked() throws Exception {
        Path list = Files.writeString(base.resolve("blocked.txt"), "# nobody yet\n");
        server.security.getPolicy().setAddressBlockedFile(list.toString());
        server.start();
        try (RawClient eve = open(EVE);
                RawClient bob = open(BOB)) {
            Files.writeString(list, "127.0.0.2/32 # eve\n");
            assertEnded(eve, Reason.ADDRESS_BLOCKED);
            assertEchoes(bob);
        }
        try (RawClient again = server.client(EVE)) {
            assertStatus(403, again.upgrade("/app/echo", LOCAL));
        }
    }

    @Test
    void list_reloadedButCloseOpenIsOff_staysOpenAndDoesNotOpenAgain() throws Exception {
        Path list = Files.writeString(base.resolve("blocked.txt"), "");
        server.security.getPolicy().setAddressBlockedFile(list.toString());
        server.security.getShared().setAddressCloseOpen("false");
        server.start();
        try (RawClient eve = open(EVE);
                RawClient again = server.client(EVE)) {
            // It is told of before it is asked for the last time, and a message passes only afterwards.
            assertEchoes(eve);
            Files.writeString(list, EVE);
            server.security.getFiles().reloadAll();
            assertEchoes(eve);
            assertStatus(403, again.upgrade("/app/echo", LOCAL));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "127.0.0.2\n127.0.0.3/33"})
    void list_broken_keepsWhatIsOpenAndWhatIsBlocked(String broken) throws Exception {
        Path list = Files.writeString(base.resolve("blocked.txt"), BOB);
        server.security.getPolicy().setAddressBlockedFile(list.toString());
        server.start();
        try (RawClient eve = open(EVE);
                RawClient bob = server.client(BOB)) {
            Files.writeString(list, broken);
            String state = server.security.getFiles().reload(list.toString());
            assertTrue(state.startsWith("not read at "), state);
            assertEchoes(eve);
            assertStatus(403, bob.upgrade("/app/echo", LOCAL));
        }
    }
}
