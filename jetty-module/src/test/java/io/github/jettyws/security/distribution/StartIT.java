package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said at start, and what prevents it. */
class StartIT {
    private static final String WINDOW_ERROR =
            "ws-security.rate.window: '10 parsecs': expected a duration such as 500ms, 10s, 5m or 1h";

    private static List<String> linesWith(String text, JettyProcess process) {
        return process.log().lines().filter(line -> line.contains(text)).toList();
    }

    @Test
    void badValue_stopsStartWithOneLine() throws IOException {
        JettyBase base =
                JettyBase.guarded("bad-value", "http", "websocket-jetty").set("ws-security.rate.window", "10 parsecs");
        try (JettyProcess process = base.tryStart()) {
            assertNotEquals(0, process.awaitExit(), process::log);
            assertEquals(
                    1,
                    linesWith(WINDOW_ERROR, process).stream()
                            .filter(line -> line.contains(":ERROR:") || line.contains(":ERROR "))
                            .count(),
                    process::log);
            assertFalse(process.log().contains("Started oejs.ServerConnector"), process::log);
        }
    }

    @Test
    void everyBadValue_isNamed() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("ws-security.mode", "strict");
        values.put("ws-security.address.blocked", "10.0.0.0/33");
        values.put("ws-security.address.ipv6Prefix", "129");
        values.put("ws-security.address.trustedProxies", "proxy.example");
        values.put("ws-security.transport.secureOnly", "sometimes");
        values.put("ws-security.connections.total", "-1");
        values.put("ws-security.handshakes.window", "0s");
        values.put("ws-security.ban.reasons", "EVERYTHING");
        values.put("ws-security.origin.allowed", "https://*.*.example");
        values.put("ws-security.origin.allowMissing", "yes");
        values.put("ws-security.auth.schemes", "magic");
        values.put("ws-security.limits.maxTextMessageSize", "64k");
        values.put("ws-security.limits.maxFrameSize", "-1");
        values.put("ws-security.limits.idleTimeout", "5 minutes");
        values.put("ws-security.rate.messages", "many");
        values.put("ws-security.rate.window", "10 parsecs");
        JettyBase base = JettyBase.guarded("bad-values", "http", "websocket-jetty");
        for (Map.Entry<String, String> value : values.entrySet()) {
            base.set(value.getKey(), value.getValue());
        }
        try (JettyProcess process = base.tryStart()) {
            assertNotEquals(0, process.awaitExit(), process::log);
            values.forEach((property, value) -> {
                String named = property + ": '" + value + "': ";
                assertTrue(
                        linesWith(named, process).stream().anyMatch(line -> line.contains("expected")),
                        () -> named + " in\n" + process.log());
            });
        }
    }

    @Test
    void unknownProperty_isNamedWithTheNearest() throws IOException {
        JettyBase base = JettyBase.guarded("unknown", "http", "websocket-jetty")
                .set("ws-security.origin.alowed", "https://app.example.com")
                .set("ws-security.rate.messages", "7");
        try (JettyProcess process = base.start("ws-security.limits.maxTextMesageSise=5")) {
            assertTrue(linesWith("WARN", process).stream()
                    .anyMatch(line ->
                            line.contains("ws-security.origin.alowed") && line.contains("ws-security.origin.allowed")));
            assertTrue(linesWith("WARN", process).stream()
                    .anyMatch(line -> line.contains("ws-security.limits.maxTextMesageSise")
                            && line.contains("ws-security.limits.maxTextMessageSize")));
            assertTrue(
                    linesWith("ws-security.rate.messages", process).stream().noneMatch(line -> line.contains("WARN")));
        }
    }

    @Test
    void effectivePolicy_isLoggedOnceAndDumped() throws IOException {
        JettyBase base = JettyBase.guarded("effective", "http", "websocket-jetty")
                .set("ws-security.origin.allowed", "https://app.example.com")
                .set("ws-security.rate.messages", "7");
        try (JettyProcess process = base.start("jetty.server.dumpAfterStart=true")) {
            List<String> policy = linesWith("INFO", process).stream()
                    .filter(line -> line.contains("ws-security.origin.allowed=https://app.example.com"))
                    .toList();
            assertEquals(1, policy.size(), process::log);
            assertTrue(policy.get(0).contains("ws-security.rate.messages=7"));
            assertTrue(policy.get(0).contains("ws-security.limits.idleTimeout=5m"));
            assertTrue(
                    Eventually.isTrue(
                            Duration.ofSeconds(10), () -> dump(process).contains("https://app.example.com")),
                    process::log);
        }
    }

    /** What the dump of the server shows of the guard. */
    private static String dump(JettyProcess process) {
        String log = process.log();
        int start = log.indexOf("WebSocketSecurity@");
        return start < 0 ? "" : log.substring(start);
    }
}
