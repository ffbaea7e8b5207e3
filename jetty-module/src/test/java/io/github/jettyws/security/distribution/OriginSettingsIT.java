package io.github.jettyws.security.distribution;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ws-security.origin.*}, each set to what it is not by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginSettingsIT {
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("origin-settings")
                .set(
                        "ws-security.origin.allowed",
                        "https://app.example.com,https://*.wild.example,https://ports.example:*,host.example,"
                                + "regex:https://r[0-9]+[.]example")
                .set("ws-security.origin.allowSameOrigin", "false")
                .set("ws-security.origin.allowLocalhost", "false")
                .set("ws-security.origin.allowMissing", "true")
                .set("ws-security.origin.allowNull", "true")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee11/echo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://APP.example.com:443",
                "https://a.wild.example",
                "https://a.b.wild.example",
                "https://ports.example:8443",
                "http://host.example:81",
                "https://r2.example",
                "null",
            })
    void allowed_accepted(String origin) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            server.assertAccepted(upgrade(protocol).origin(origin)).close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com",
                "https://app.example.com:444",
                "https://wild.example",
                "https://.wild.example",
                "https://evilwild.example",
                "https://ports.example.evil.example",
                "https://www.host.example",
                "https://r2.example.evil.example",
                "https://user@app.example.com",
                "https://app.example.com.",
                "https://app.example.com/",
                "http://localhost",
                "http://127.0.0.1",
                "http://[::1]",
            })
    void notAllowed_refused(String origin) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(403, "ORIGIN_NOT_ALLOWED", upgrade(protocol).origin(origin));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noOrigin_accepted(Protocol protocol) throws IOException {
        server.assertAccepted(upgrade(protocol).noOrigin()).close();
    }

    @ParameterizedTest
    @EnumSource
    void sameOrigin_refused(Protocol protocol) throws IOException {
        server.assertRefused(403, "ORIGIN_NOT_ALLOWED", upgrade(protocol));
    }

    @Test
    void httpsClaimedOverCleartext_isNotTheSameOrigin() throws IOException {
        // Without localhost, which may be of any scheme.
        try (Server strict = new Server(JettyBase.complete("origin-same")
                .set("ws-security.origin.allowLocalhost", "false")
                .start())) {
            for (Protocol protocol : Protocol.values()) {
                String authority = strict.endpoint().authority();
                strict.assertRefused(
                        403,
                        "ORIGIN_NOT_ALLOWED",
                        upgrade(protocol).claimingHttps().origin("https://" + authority));
                strict.assertAccepted(upgrade(protocol).origin("http://" + authority))
                        .close();
            }
        }
    }

    @Test
    void checkSwitchedOff_everythingAccepted() throws IOException {
        try (Server unchecked = new Server(JettyBase.complete("origin-unchecked")
                .set("ws-security.origin.check", "false")
                .start())) {
            for (Protocol protocol : Protocol.values()) {
                unchecked
                        .assertAccepted(upgrade(protocol).origin("https://evil.example"))
                        .close();
                unchecked.assertAccepted(upgrade(protocol).noOrigin()).close();
            }
        }
    }
}
