package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.limit.MessageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerChecksTest {
    private static final String CURRENT = "12.1.12";

    @TempDir
    Path base;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.1.11",
                "12.1.0",
                "12.1.9",
                "12.1.2.v20250101",
                "12.1.11-SNAPSHOT",
                "12.0.99",
                "11.9.99",
                "9.4.58.v20250814"
            })
    void isOlder_beforeTheFix_true(String version) {
        assertTrue(ServerChecks.isOlder(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.1.12",
                "12.1.12-SNAPSHOT",
                "12.1.13",
                "12.1.100",
                "12.2.0",
                "13.0.0",
                "13.0.0.alpha1",
                "20.1.1"
            })
    void isOlder_fixed_false(String version) {
        assertFalse(ServerChecks.isOlder(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UNKNOWN", "12", "12.1", "12.x.1", "x12.1.1", "99999999999.1.1"})
    void isOlder_noVersion_false(String version) {
        assertFalse(ServerChecks.isOlder(version));
    }

    @ParameterizedTest
    @CsvSource({"65536,1,1,false", "200000,100000,1,false", "200000,1,100000,false", "200001,100000,1,true"})
    void warnOfFrames_farLongerThanMessages_warns(long frame, long text, long binary, boolean warns) {
        try (LogRecorder log = new LogRecorder(WebSocketSecurity.class)) {
            ServerChecks.warnOfFrames(
                    new PolicySettings("/", null), new MessageLimits(text, binary, frame, 1024, Duration.ofMinutes(5)));
            assertEquals(
                    warns
                            ? List.of(
                                    "WARN policy of /: ws-security.limits.maxFrameSize=200001 lets each client have so"
                                            + " many bytes reserved, and no message may be longer than 100000: expected 200000"
                                            + " at most")
                            : List.of(),
                    log.lines());
        }
    }

    @Test
    void warn_olderServer_namesTheVulnerability() {
        assertEquals(List.of("WARN Jetty 12.1.11 has CVE-2026-19204: expected 12.1.12 or newer"), warnings("12.1.11"));
        assertEquals(List.of(), warnings(CURRENT));
    }

    @Test
    void warn_unknownPropertyInIniFile_namedWithTheNearest() throws IOException {
        Files.createDirectories(base.resolve("start.d"));
        Files.writeString(base.resolve("start.d/ws-security.ini"), """
                --modules=ws-security
                ws-security.mode=report
                # ws-security.commented.out=1
                ws-security.orign.allowed=https://app.example.com
                  ws-security.rate.mesages = 10
                jetty.http.port=8080
                """);

        assertEquals(
                List.of(
                        "WARN ws-security.orign.allowed: unknown property, did you mean ws-security.origin.allowed?",
                        "WARN ws-security.rate.mesages: unknown property, did you mean ws-security.rate.messages?"),
                warnings(CURRENT));
    }

    @Test
    void warn_allIniFiles_read() throws IOException {
        Files.createDirectories(base.resolve("start.d"));
        Files.writeString(base.resolve("start.ini"), "ws-security.Mode=report");
        Files.writeString(base.resolve("start.d/other.ini"), "-Dws-security.origin.chek=true\r\n");
        Files.writeString(base.resolve("start.d/readme.txt"), "ws-security.not.read=1");

        assertEquals(
                List.of(
                        "WARN ws-security.Mode: unknown property, did you mean ws-security.mode?",
                        "WARN ws-security.origin.chek: unknown property, did you mean ws-security.origin.check?"),
                warnings(CURRENT));
    }

    /** Jetty's ini files know {@code +=} (append) and {@code ?=} (unless set) as well. */
    @Test
    void warn_appendedAndDefaultedProperties_knownByTheirName() throws IOException {
        Files.writeString(base.resolve("start.ini"), """
                ws-security.origin.allowed+=,https://app.example.com
                ws-security.mode?=report
                ws-security.mod?=report
                """);

        assertEquals(
                List.of("WARN ws-security.mod: unknown property, did you mean ws-security.mode?"), warnings(CURRENT));
    }

    @Test
    void warn_unknownPropertyFarFromAll_namedAlone() throws IOException {
        Files.writeString(base.resolve("start.ini"), "ws-security.somethingElseEntirely.thatNobodyKnows=1");

        assertEquals(
                List.of("WARN ws-security.somethingElseEntirely.thatNobodyKnows: unknown property"), warnings(CURRENT));
    }

    @Test
    void warn_unknownSystemProperty_named() {
        System.setProperty("ws-security.rate.windw", "10s");
        try {
            assertEquals(
                    List.of("WARN ws-security.rate.windw: unknown property, did you mean ws-security.rate.window?"),
                    warnings(CURRENT));
        } finally {
            System.clearProperty("ws-security.rate.windw");
        }
    }

    @Test
    void warn_noBaseOrUnreadableFile_goesOn() throws IOException {
        Files.write(base.resolve("start.ini"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        Files.createDirectories(base.resolve("start.d/directory.ini"));

        assertEquals(List.of(), warnings(CURRENT));
        try (LogRecorder log = new LogRecorder(WebSocketSecurity.class)) {
            ServerChecks.warn(CURRENT, null);
            ServerChecks.warn(CURRENT, base.resolve("missing").toString());
            assertEquals(List.of(), log.lines());
        }
    }

    @Test
    void warnOfForwarded_enabledAndNoProxyTrusted_saysWhatToDo() {
        assertEquals(
                List.of("WARN the module forwarded is enabled and ws-security.address.trustedProxies is empty, so that"
                        + " anyone can write the client address that applications see: expected the module disabled, or"
                        + " the proxies in ws-security.address.trustedProxies and no way past them"),
                warningsOfForwarded(true, ""));
    }

    @Test
    void warnOfForwarded_proxyTrustedOrModuleDisabled_silent() {
        assertEquals(List.of(), warningsOfForwarded(true, "192.0.2.1"));
        assertEquals(List.of(), warningsOfForwarded(true, "unix"));
        assertEquals(List.of(), warningsOfForwarded(false, ""));
    }

    private static List<String> warningsOfForwarded(boolean enabled, String trustedProxies) {
        HttpConfiguration http = new HttpConfiguration();
        if (enabled) {
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        Server server = new Server();
        server.addConnector(new ServerConnector(server, new HttpConnectionFactory(http)));
        SharedSettings shared = new SharedSettings();
        shared.setAddressTrustedProxies(trustedProxies);
        try (LogRecorder log = new LogRecorder(WebSocketSecurity.class)) {
            ServerChecks.warnOfForwarded(server, shared);
            return log.lines();
        }
    }

    private List<String> warnings(String version) {
        try (LogRecorder log = new LogRecorder(WebSocketSecurity.class)) {
            ServerChecks.warn(version, base.toString());
            return log.lines();
        }
    }
}
