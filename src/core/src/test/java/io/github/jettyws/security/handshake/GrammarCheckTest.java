package io.github.jettyws.security.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarCheckTest {
    private static Requests upgrade() {
        return Requests.request().header("Origin", "http://example.com");
    }

    private static Requests connect() {
        return Requests.request()
                .method("CONNECT")
                .tunnel("websocket")
                .protocol("HTTP/2.0")
                .without("Upgrade")
                .without("Connection")
                .without("Sec-WebSocket-Key")
                .header("Sec-WebSocket-Version", "13")
                .header("Origin", "http://example.com");
    }

    private static void assertPasses(Requests request) {
        assertEquals(Verdict.PROCEED, new GrammarCheck().check(request.make()));
    }

    private static void assertMalformed(Requests request) {
        assertEquals(Verdict.refuse(Reason.MALFORMED_HANDSHAKE), new GrammarCheck().check(request.make()));
    }

    @Test
    void check_examplesOfTheRfcs_pass() {
        assertPasses(upgrade().header("Sec-WebSocket-Protocol", "chat, superchat"));
        assertPasses(connect()
                .header("Sec-WebSocket-Protocol", "chat, superchat")
                .header("Sec-WebSocket-Extensions", "permessage-deflate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket", "foo, websocket", " websocket ", "h2c,websocket/13"})
    void check_upgradeOfTheGrammar_passesWhereItNamesWebSocket(String value) {
        if (value.contains("/")) {
            assertMalformed(upgrade().header("Upgrade", value));
        } else {
            assertPasses(upgrade().header("Upgrade", value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "websockets", "web socket", "websocket,", ",websocket", "websocket;q=1", "\"websocket\""})
    void check_upgradeOutOfTheGrammar_isMalformed(String value) {
        assertMalformed(upgrade().header("Upgrade", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "keep-alive, Upgrade", "UPGRADE", "keep-alive,upgrade"})
    void check_connectionOfTheGrammar_passes(String value) {
        assertPasses(upgrade().header("Connection", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "close", "keep-alive", "upgraded", "upgrade,,close", "up grade"})
    void check_connectionOutOfTheGrammar_isMalformed(String value) {
        assertMalformed(upgrade().header("Connection", value));
    }

    /** A server that speaks another version says so; what is no version is no handshake. */
    @ParameterizedTest
    @CsvSource({
        "13, ",
        "0, UNSUPPORTED_VERSION",
        "8, UNSUPPORTED_VERSION",
        "12, UNSUPPORTED_VERSION",
        "14, UNSUPPORTED_VERSION",
        "255, UNSUPPORTED_VERSION",
        "256, MALFORMED_HANDSHAKE",
        "013, MALFORMED_HANDSHAKE",
        "-13, MALFORMED_HANDSHAKE",
        "'13, 8', MALFORMED_HANDSHAKE",
        "'', MALFORMED_HANDSHAKE",
        "13x, MALFORMED_HANDSHAKE"
    })
    void check_version_isToldApart(String version, Reason reason) {
        Verdict expected = reason == null ? Verdict.PROCEED : Verdict.refuse(reason);
        assertEquals(
                expected,
                new GrammarCheck()
                        .check(upgrade()
                                .header("Sec-WebSocket-Version", version)
                                .make()));
        assertEquals(
                expected,
                new GrammarCheck()
                        .check(connect()
                                .header("Sec-WebSocket-Version", version)
                                .make()));
    }

    /** Sixteen bytes are 22 digits, of which the last has four bits to spare, and two characters of padding. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZR==",
                "dGhlIHNhbXBsZSBub25jZWE=", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25j-Q==",
                        "dGhlIHNhbXBsZSBub25jZQ==="
            })
    void check_keyOfOtherThanSixteenBytes_isMalformed(String key) {
        assertMalformed(upgrade().header("Sec-WebSocket-Key", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
    void check_lineMissing_isMalformed(String name) {
        assertMalformed(upgrade().without(name));
    }

    @ParameterizedTest
    @CsvSource({
        "Host, server.example.com",
        "Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version, 13",
        "Origin, http://example.com"
    })
    void check_lineTwice_isMalformedEvenWhereBothSayTheSame(String name, String value) {
        assertPasses(upgrade().header(name, value));
        assertMalformed(upgrade().header(name, value, value));
    }

    @Test
    void check_methodProtocolOrBody_isMalformed() {
        assertMalformed(upgrade().method("POST"));
        assertMalformed(upgrade().protocol("HTTP/1.0"));
        assertMalformed(upgrade().header("Transfer-Encoding", "chunked"));
        assertMalformed(upgrade().header("Content-Length", "1"));
        assertPasses(upgrade().header("Content-Length", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Key", "Transfer-Encoding", "Content-Length"})
    void check_connectWithWhatIsOfHttp1_isMalformed(String name) {
        assertMalformed(connect().header(name, "x"));
    }

    @Test
    void check_connectForAnotherProtocol_isMalformed() {
        assertMalformed(connect().tunnel("connect-udp"));
    }

    @Test
    void check_subprotocols_areBoundedAndDistinctTokens() {
        StringBuilder most = new StringBuilder("p1");
        for (int i = 2; i <= GrammarCheck.MAX_OFFERS; i++) {
            most.append(", p").append(i);
        }
        assertPasses(upgrade().header("Sec-WebSocket-Protocol", most.toString()));
        assertMalformed(upgrade().header("Sec-WebSocket-Protocol", most.toString(), "one-more"));
        assertPasses(upgrade().header("Sec-WebSocket-Protocol", "x".repeat(GrammarCheck.MAX_OFFER_LENGTH)));
        assertMalformed(upgrade().header("Sec-WebSocket-Protocol", "x".repeat(GrammarCheck.MAX_OFFER_LENGTH + 1)));
        assertMalformed(upgrade().header("Sec-WebSocket-Protocol", "chat, chat"));
        assertMalformed(upgrade().header("Sec-WebSocket-Protocol", "a b"));
        assertMalformed(upgrade().header("Sec-WebSocket-Protocol", ""));
    }

    @Test
    void check_extensions_areBounded() {
        assertPasses(upgrade().header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"));
        assertPasses(upgrade().header("Sec-WebSocket-Extensions", "x".repeat(GrammarCheck.MAX_OFFER_LENGTH)));
        assertMalformed(upgrade().header("Sec-WebSocket-Extensions", "x".repeat(GrammarCheck.MAX_OFFER_LENGTH + 1)));
        assertMalformed(upgrade().header("Sec-WebSocket-Extensions", "x,".repeat(GrammarCheck.MAX_OFFERS)));
    }
}
