package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that sends a newer token over its socket. */
class RenewalTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String REFUSED = "{\"ws-security\":\"refused\"}";

    @TempDir
    private Path directory;

    private final TestServer server = new TestServer();

    @BeforeEach
    void jwt() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), SECRET);
        server.set(security -> {
            security.getPolicy().setAuthRequired("true");
            security.getPolicy().setAuthSchemes("jwt");
            security.getPolicy().setAuthJwtAlgorithms("HS256");
            security.getPolicy().setAuthJwtKeyFile(keys.toString());
            security.getPolicy().setAuthRefreshEnabled("true");
            security.getPolicy().setAuthFailuresPerAddress("3");
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient open() throws Exception {
        RawClient client = server.start().client();
        assertStatus(
                101,
                client.upgrade("/app/echo", "Origin: http://localhost", "Authorization: Bearer " + token("ann", 1)));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    /** Expires at four billion seconds and some more; tokens have a {@code jti} of their name and that. */
    private static String token(String user, int more) throws GeneralSecurityException {
        String claims =
                "{\"sub\":\"" + user + "\",\"jti\":\"" + user + more + "\",\"exp\":" + (4_000_000_000L + more) + "}";
        String signed = encode("{\"alg\":\"HS256\"}") + "." + encode(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(String token) {
        return "{\"ws-security\":\"refresh\",\"token\":\"" + token + "\"}";
    }

    private static String ask(RawClient client, String text) throws IOException {
        client.frame(true, RawClient.TEXT, text.getBytes(StandardCharsets.UTF_8));
        return new String(client.receive().payload(), StandardCharsets.UTF_8);
    }

    private void assertRefused(RawClient client, String text, Reason reason) throws Exception {
        assertEquals(REFUSED, ask(client, text));
        SecurityEvent event = server.event();
        assertEquals(SecurityEvent.Type.VIOLATED, event.type());
        assertEquals(Optional.of(reason), event.reason());
        assertEquals(List.of(), server.messages);
        assertEquals("still open", ask(client, "still open"));
        server.messages.clear();
    }

    @Test
    void refresh_newerToken_answeredAndNeverSeen() throws Exception {
        try (RawClient client = open()) {
            assertEquals(
                    "{\"ws-security\":\"refreshed\",\"expires\":4000000002}", ask(client, message(token("ann", 2))));
            assertEquals(SecurityEvent.Type.RENEWED, server.event().type());
            assertEquals(List.of(), server.messages);
            assertEquals("hello", ask(client, "hello"));

            assertEquals(0, server.security.getRevocations().revokeToken("ann1"));
            assertEquals("hello", ask(client, "hello"));
            assertEquals(1, server.security.getRevocations().revokeToken("ann2"));
            assertEquals(1008, client.receive().closeCode());
        }
    }

    /** What kinds of messages there may be says what the application gets. */
    @Test
    void refresh_typesBinary_answeredAndOtherTextRefused() throws Exception {
        server.security.getPolicy().setMessageTypes("binary");
        try (RawClient client = open()) {
            assertEquals(
                    "{\"ws-security\":\"refreshed\",\"expires\":4000000002}", ask(client, message(token("ann", 2))));
            assertEquals(SecurityEvent.Type.RENEWED, server.event().type());
            // Begins as one, and is none.
            client.frame(false, RawClient.TEXT, "{\"ws-".getBytes(StandardCharsets.UTF_8));
            client.frame(true, RawClient.CONTINUATION, "\"}".getBytes(StandardCharsets.UTF_8));
            assertEquals(1003, client.receive().closeCode());
            assertEquals(Optional.of(Reason.TYPE_NOT_ALLOWED), server.event().reason());
            assertEquals(List.of(), server.messages);
        }
    }

    @Test
    void refresh_oneByteInEachFragment_answeredAndNeverSeen() throws Exception {
        try (RawClient client = open()) {
            byte[] bytes = message(token("ann", 2)).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                client.frame(i == bytes.length - 1, i == 0 ? RawClient.TEXT : 0, new byte[] {bytes[i]});
            }
            assertEquals(
                    "{\"ws-security\":\"refreshed\",\"expires\":4000000002}",
                    new String(client.receive().payload(), StandardCharsets.UTF_8));
            assertEquals(List.of(), server.messages);
        }
    }

    /** The beginning of the marker is kept back until it is clear that this is another message. */
    @Test
    void message_thatBeginsLikeTheMarker_seen() throws Exception {
        try (RawClient client = open()) {
            client.frame(false, RawClient.TEXT, "{\"ws-security\":".getBytes(StandardCharsets.UTF_8));
            client.frame(true, 0, "\"refreshed\"}".getBytes(StandardCharsets.UTF_8));

            assertEquals(
                    "{\"ws-security\":\"refreshed\"}",
                    new String(client.receive().payload(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void refresh_badTokens_refusedAndTheConnectionStays() throws Exception {
        try (RawClient client = open()) {
            assertRefused(client, message(token("bob", 2)), Reason.FORBIDDEN);
            assertRefused(client, message("no.token.atall"), Reason.UNAUTHENTICATED);
            assertRefused(client, "{\"ws-security\":\"refresh\"}", Reason.UNAUTHENTICATED);
            assertRefused(client, message(token("ann", 2) + "x"), Reason.UNAUTHENTICATED);
            assertRefused(client, message(token("ann", 2)), Reason.AUTH_FAILURES);
        }
    }

    @Test
    void refresh_revokedToken_refused() throws Exception {
        try (RawClient client = open()) {
            server.security.getRevocations().revokeToken("ann2");
            assertRefused(client, message(token("ann", 2)), Reason.REVOKED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "report"})
    void refresh_inBothModes_neverSeen(String mode) throws Exception {
        server.security.getPolicy().setMode(mode);
        try (RawClient client = open()) {
            assertEquals(
                    "{\"ws-security\":\"refreshed\",\"expires\":4000000002}", ask(client, message(token("ann", 2))));
            assertEquals(List.of(), server.messages);
        }
    }

    @Test
    void refresh_notEnabled_messageOfTheApplication() throws Exception {
        server.security.getPolicy().setAuthRefreshEnabled("false");
        try (RawClient client = open()) {
            assertEquals("{\"ws-security\":\"refresh\"}", ask(client, "{\"ws-security\":\"refresh\"}"));
        }
    }
}
