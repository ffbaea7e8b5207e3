package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.jettyws.security.ConfigurationException;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens whose keys are fetched from their issuer. */
class IssuerKeysTest {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final TestServer server = new TestServer();
    private KeyPair pair;
    private HttpServer issuer;

    @BeforeEach
    void publish() throws Exception {
        pair = pair();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        byte[] set = ("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"" + number(key.getModulus()) + "\",\"e\":\""
                        + number(key.getPublicExponent()) + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        issuer.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        issuer.start();
        server.security.getPolicy().setAuthRequired("true");
        server.security.getPolicy().setAuthSchemes("jwt");
        server.security.getPolicy().setAuthJwtAlgorithms("RS256");
        server.security.getPolicy().setAuthJwtJwksUri(address("/keys?key=canary"));
    }

    @AfterEach
    void stop() {
        server.close();
        issuer.stop(0);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + issuer.getAddress().getPort() + path;
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** RFC 7518, section 2: as few bytes as will do, without the one that BigInteger may put in front for the sign. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String token(KeyPair signer) throws GeneralSecurityException {
        String signed =
                part("{\"alg\":\"RS256\",\"kid\":\"one\"}") + "." + part("{\"sub\":\"ann\",\"exp\":4000000000}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }

    private String upgrade(KeyPair signer) throws Exception {
        try (RawClient client = server.client()) {
            return client.upgrade("/app/echo", "Origin: http://localhost", "Authorization: Bearer " + token(signer));
        }
    }

    @Test
    void token_signedByTheIssuer_opens() throws Exception {
        server.start();

        assertStatus(101, upgrade(pair));
        assertEquals("ann", server.event().identity().orElseThrow().name());
        String told = server.security.getKeys().getKeys().toString();
        assertTrue(told.contains("1 key"), told);
        assertFalse(told.contains("canary"), told);
    }

    @Test
    void token_signedBySomebodyElse_neverReachesTheApplication() throws Exception {
        server.start();

        assertStatus(401, upgrade(pair()));
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), server.event().reason());
        assertEquals(0, server.created.get());
    }

    /** What is down when the server starts may be up soon, and there may be other schemes. */
    @Test
    void start_issuerIsDown_goesOnAndRefusesTokens() throws Exception {
        issuer.stop(0);
        server.start();

        assertStatus(401, upgrade(pair));
        assertEquals(SecurityEvent.Type.REFUSED, server.event().type());
    }

    @Test
    void start_again_fetchesAgain() throws Exception {
        server.start();
        server.server.stop();
        server.start();

        assertStatus(101, upgrade(pair));
    }

    @Test
    void start_addressThatIsNone_refusedWithoutItsPassword() throws IOException {
        server.security.getPolicy().setAuthJwtJwksUri("https://me:canary@issuer.example.com/keys?key=canary");

        ConfigurationException refused = assertThrows(ConfigurationException.class, server::start);
        String told = String.valueOf(refused.getMessage());
        assertTrue(
                told.startsWith("ws-security.auth.jwt.jwksUri: 'https://***@issuer.example.com/keys?***': expected"),
                told);
    }
}
