package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.MessageVerdict;
import io.github.jettyws.security.message.ShapeAction;
import io.github.jettyws.security.message.ShapeRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesTest {
    private final PolicySettings all = new PolicySettings("/", null);
    private final PolicySettings path = new PolicySettings("/chat/*", all);

    @TempDir
    Path base;

    private Shapes shapes;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(base.resolve("a.json"), "{\"type\":\"object\"}");
        shapes = new Shapes(base, new FakeTicker());
    }

    private ShapeRules rules(PolicySettings settings) {
        SettingsReader reader = new SettingsReader(settings, new ArrayList<>());
        ShapeRules rules = shapes.rules(settings, reader);
        reader.finish();
        return rules;
    }

    private void assertErrors(PolicySettings settings, String... lines) {
        String message = assertThrows(ConfigurationException.class, () -> rules(settings))
                .getMessage();
        assertEquals(List.of(lines), message.lines().toList());
    }

    private static Optional<Reason> text(ShapeRules rules, String text) {
        return rules.check(Kind.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Optional.empty())
                .verdict()
                .reason();
    }

    @Test
    void rules_defaults_letEverythingThrough() {
        ShapeRules rules = rules(all);

        assertFalse(rules.needsWholeMessage(Kind.TEXT) || rules.needsWholeMessage(Kind.BINARY));
        assertEquals(Optional.empty(), text(rules, "no JSON"));
        assertEquals(ShapeAction.CLOSE, rules.action());
    }

    @Test
    void rules_everything_isHeeded() {
        all.setMessageTypes("text");
        all.setMessageFormat("json");
        all.setMessageJsonMaxDepth("2");
        all.setMessageSchemaFile("a.json");
        all.setMessageAction("reply");
        path.setMessageSchemaFile("");
        path.setMessageJsonDuplicateKeys("allow");
        path.setMessageTypes("binary, text");

        ShapeRules rules = rules(all);
        assertEquals(Reason.TYPE_NOT_ALLOWED, rules.begin(Kind.BINARY));
        assertEquals(Optional.empty(), text(rules, "{\"a\":{}}"));
        assertEquals(Optional.of(Reason.MALFORMED_MESSAGE), text(rules, "{\"a\":{\"a\":{}}}"));
        assertEquals(Optional.of(Reason.MALFORMED_MESSAGE), text(rules, "{\"a\":1,\"a\":1}"));
        assertEquals(Optional.of(Reason.INVALID_MESSAGE), text(rules, "[]"));
        assertEquals(ShapeAction.REPLY, rules.action());
        ShapeRules inherited = rules(path);
        assertEquals(null, inherited.begin(Kind.BINARY));
        assertEquals(Optional.empty(), text(inherited, "{\"a\":1,\"a\":1}"));
        assertEquals(Optional.empty(), text(inherited, "[]"));
        assertEquals(ShapeAction.REPLY, inherited.action());
    }

    @Test
    void rules_whatCannotBeUnderstood_aLineEach() {
        all.setMessageTypes("text,ping");
        all.setMessageFormat("xml");
        all.setMessageJsonDuplicateKeys("last");
        all.setMessageJsonMaxDepth("201");
        all.setMessageSchemaTimeout("0ms");
        all.setMessageSchemaFile("b.json");
        all.setMessageAction("reject");

        assertErrors(
                all,
                "ws-security.message.types: 'text,ping': expected one of [text, binary]",
                "ws-security.message.action: 'reject': expected one of [close, drop, reply]",
                "ws-security.message.format: 'xml': expected one of [any, json]",
                "ws-security.message.json.duplicateKeys: 'last': expected one of [refuse, allow]",
                "ws-security.message.json.maxDepth: '201': expected a number from 1 to 200",
                "ws-security.message.schemaTimeout: '0ms': expected a duration from 1ms to 10s",
                "ws-security.message.schemaFile: 'b.json': " + base.resolve("b.json")
                        + ": expected a file that can be read: java.nio.file.NoSuchFileException: "
                        + base.resolve("b.json"));
    }

    @Test
    void rules_noType_isRefused() {
        all.setMessageTypes("");

        assertErrors(all, "ws-security.message.types: '': expected text, binary, or both");
    }

    @Test
    void rules_contradictions_aLineEach() {
        all.setMessageSchemaFile("a.json");
        all.setMessageJsonDuplicateKeys("allow");
        all.addRatePerEvent("chat", "10", "1s");

        assertErrors(
                all,
                "ws-security.message.format: 'any': expected json, since ws-security.message.schemaFile is set",
                "ws-security.message.format: 'any': expected json, since events have limits of their own",
                "ws-security.message.json.duplicateKeys: 'allow': expected refuse, since"
                        + " ws-security.message.schemaFile is set");
    }

    /** A path inherits the file with everything else, and reads it once. */
    @Test
    void fromFiles_sharedSchema_isReadAgainOnce() throws IOException {
        all.setMessageFormat("json");
        all.setMessageSchemaFile("a.json");
        ShapeRules rules = rules(all);
        ShapeRules inherited = rules(path);
        assertEquals(Optional.of(Reason.INVALID_MESSAGE), text(inherited, "[]"));

        assertEquals(1, shapes.fromFiles().size());
        WatchedFiles.Content file = shapes.fromFiles().get(0);
        assertEquals(base.resolve("a.json"), file.file());
        Files.writeString(base.resolve("a.json"), "{\"type\":\"array\"}");
        file.reload();
        assertEquals(Optional.empty(), text(rules, "[]"));
        assertEquals(Optional.empty(), text(inherited, "[]"));
        Files.writeString(base.resolve("a.json"), "{\"type\":");
        assertThrows(IllegalArgumentException.class, file::reload);
        assertEquals(Optional.empty(), text(rules, "[]"));
        assertTrue(file.toString().contains("a.json"));
    }

    @Test
    void addRatePerEvent_limits_areInheritedByName() {
        all.setMessageFormat("json");
        all.addRatePerEvent("a", "10", "1s");
        all.addRatePerEvent("b", "10", "1s");
        path.addRatePerEvent("a", "0", "1s");
        path.addRatePerEvent("c", "1000000", "1h");

        assertEquals(
                Optional.of(new RateRules(10, Duration.ofSeconds(1))),
                rules(all).events().of("a"));
        assertEquals(Optional.empty(), rules(all).events().of("c"));
        assertEquals(Optional.empty(), rules(path).events().of("a"));
        assertEquals(
                Optional.of(new RateRules(10, Duration.ofSeconds(1))),
                rules(path).events().of("b"));
        assertEquals(
                Optional.of(new RateRules(1_000_000, Duration.ofHours(1))),
                rules(path).events().of("c"));
    }

    @Test
    void addRatePerEvent_noLimit_throws() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> all.addRatePerEvent("chat", "1000001", "1s"))
                .getMessage();

        assertEquals("event 'chat': '1000001' in '1s': expected a number from 0 to 1000000", message);
        assertThrows(IllegalArgumentException.class, () -> all.addRatePerEvent("chat", "1", "2h"));
    }

    @Test
    void addMessageCheck_ofAllPaths_isAskedFirst() {
        List<String> asked = new ArrayList<>();
        path.addMessageCheck(message -> {
            asked.add("path");
            return MessageVerdict.PASS;
        });
        all.addMessageCheck(message -> {
            asked.add("all");
            return MessageVerdict.PASS;
        });

        assertEquals(Optional.empty(), text(rules(path), "x"));
        assertEquals(List.of("all", "path"), asked);
        all.setFixed(true);
        assertThrows(IllegalStateException.class, () -> all.addMessageCheck(message -> MessageVerdict.PASS));
        assertThrows(IllegalStateException.class, () -> all.addRatePerEvent("a", "1", "1s"));
    }
}
