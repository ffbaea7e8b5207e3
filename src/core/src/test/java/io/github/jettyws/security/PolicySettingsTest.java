package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Verdict;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySettingsTest {
    private final PolicySettings all = new PolicySettings("/", null);
    private final PolicySettings chat = new PolicySettings("/chat/*", all);

    @Test
    void get_nothingSet_default() {
        for (Property property : Property.values()) {
            assertEquals(property.defaultValue(), all.get(property));
            assertEquals(property.defaultValue(), chat.get(property));
            assertFalse(chat.has(property));
        }
    }

    @Test
    void get_setForAllPaths_inherited() {
        all.setRateMessages("7");

        assertEquals("7", chat.get(Property.RATE_MESSAGES));
        assertEquals("7", chat.getRateMessages());
        assertTrue(all.has(Property.RATE_MESSAGES));
        assertFalse(chat.has(Property.RATE_MESSAGES));
    }

    @Test
    void get_setForAllPathsLater_inherited() {
        assertEquals("100", chat.getRateMessages());
        all.setRateMessages("7");

        assertEquals("7", chat.getRateMessages());
    }

    @Test
    void get_setForThePath_thePathAlone() {
        all.setRateMessages("7");
        chat.setRateMessages("8");

        assertEquals("8", chat.getRateMessages());
        assertEquals("7", all.getRateMessages());
    }

    /** Else a path could not go back to no list where all paths have one. */
    @Test
    void get_setToEmpty_isSet() {
        all.setAddressBlocked("192.0.2.1");
        chat.setAddressBlocked("");

        assertEquals("", chat.getAddressBlocked());
        assertTrue(chat.has(Property.ADDRESS_BLOCKED));
    }

    @Test
    void set_whiteSpaceAround_stripped() {
        all.setMode(" report\t");

        assertEquals("report", all.getMode());
    }

    @Test
    void set_inForce_refusedUntilItIsNot() {
        all.setMode("report");
        all.setFixed(true);

        String message = assertThrows(IllegalStateException.class, () -> all.setMode("enforce"))
                .getMessage();
        assertEquals("the policy is in force: expected it to be set before the server starts", message);
        assertThrows(IllegalStateException.class, () -> all.addCheck(handshake -> Verdict.PROCEED));
        assertEquals("report", all.getMode());

        all.setFixed(false);
        all.setMode("enforce");
        assertEquals("enforce", all.getMode());
    }

    @Test
    void checks_ofThePath_afterThoseOfAllPaths() {
        HandshakeCheck one = handshake -> Verdict.PROCEED;
        HandshakeCheck two = handshake -> Verdict.PROCEED;
        HandshakeCheck three = handshake -> Verdict.PROCEED;
        chat.addCheck(three);
        all.addCheck(one);
        all.addCheck(two);

        assertEquals(List.of(one, two), all.checks());
        assertEquals(List.of(one, two, three), chat.checks());
    }

    @Test
    void asyncChecks_ofThePath_afterThoseOfAllPaths() {
        AsyncHandshakeCheck one = handshake -> CompletableFuture.completedFuture(Verdict.PROCEED);
        AsyncHandshakeCheck two = handshake -> CompletableFuture.completedFuture(Verdict.PROCEED);
        chat.addAsyncCheck(two);
        all.addAsyncCheck(one);

        assertEquals(List.of(one), all.asyncChecks());
        assertEquals(List.of(one, two), chat.asyncChecks());
    }

    /** A path may know a scheme by the same name in its own way. */
    @Test
    void addedSchemes_ofThePath_beforeThoseOfAllPaths() {
        Authenticator one = new Named("corp");
        Authenticator two = new Named("corp");
        Authenticator three = new Named("Other-1_x");
        all.addAuthenticator(one);
        chat.addAuthenticator(two);
        chat.addAuthenticator(three);

        assertEquals(Map.of("corp", one), all.addedSchemes());
        assertSame(two, chat.addedSchemes().get("corp"));
        assertEquals(Set.of("corp", "Other-1_x"), chat.addedSchemes().keySet());
    }

    /** What is there and nobody names lets nobody in, and is not in force. */
    @Test
    void pluginsInForce_whatIsAsked_byItsClass() {
        all.addAuthenticator(new Named("corp"));
        all.addAuthenticator(new Named("other"));
        assertEquals(List.of(), all.pluginsInForce());

        chat.setAuthSchemes("session,corp");

        assertEquals(List.of("corp=" + Named.class.getName()), chat.pluginsInForce());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1corp",
                "corp,other",
                "corp ",
                "corpé",
                "session",
                "cookie",
                "jwt",
                "apiKey",
                "taken",
                "null"
            })
    void addAuthenticator_nameThatIsNone_refused(String name) {
        all.addAuthenticator(new Named("taken"));

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> all.addAuthenticator(new Named(name.equals("null") ? null : name)))
                .getMessage();
        assertTrue(message.startsWith("'" + name + "': expected "), message);
    }

    @Test
    void addAuthenticator_lastLengthAllowedAndFirstRefused() {
        all.addAuthenticator(new Named("a".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> all.addAuthenticator(new Named("a".repeat(33))));
    }

    private static final class Named implements Authenticator {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String scheme() {
            return name;
        }

        @Override
        public Proof prove(Handshake handshake) {
            return Proof.ABSENT;
        }
    }

    @Test
    void effective_everyProperty_inOrderWithTheValueInForce() {
        all.setOriginAllowed("https://app.example.com");
        chat.setAuthRequired("true");

        assertEquals(
                Arrays.stream(Property.values())
                        .filter(property -> property.scope() == Property.Scope.POLICY)
                        .map(Property::key)
                        .toList(),
                List.copyOf(chat.effective().keySet()));
        assertEquals("https://app.example.com", chat.effective().get("ws-security.origin.allowed"));
        assertEquals("true", chat.effective().get("ws-security.auth.required"));
        assertEquals("false", all.effective().get("ws-security.auth.required"));
        assertEquals("65536", chat.effective().get("ws-security.limits.maxFrameSize"));
    }

    @Test
    void dump_settings_pathAndEveryValue() throws IOException {
        chat.setRateWindow("30s");
        StringBuilder out = new StringBuilder();
        chat.dump(out, "");

        assertTrue(out.toString().startsWith("policy of /chat/*"), out.toString());
        for (String line : List.of("ws-security.mode=enforce", "ws-security.rate.window=30s")) {
            assertTrue(out.toString().contains(line), out.toString());
        }
        assertEquals("policy of /chat/*", chat.toString());
    }
}
