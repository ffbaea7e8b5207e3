package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ws-security.message.format}, {@code .schemaFile}, {@code .types} and {@code .action}, for every style of endpoint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapeIT {
    /** As it is shipped. */
    private static final String ENVELOPE = "etc/ws-security-envelope.schema.json";

    private static final String FITS = "{\"status\": \"ok\", \"event\": \"chat.message\", \"data\": [1, \"x\"]}";
    private static final String NO_JSON = FITS.replace("]", ",]");
    private static final String DOES_NOT_FIT = FITS.replace("chat.message", "chat.other");

    private static final String LIVE = "/ee10/echo/live";
    private static final String REPLY = "/ee10/partial/reply";
    private static final String DROP = "/ee11/stream/drop";
    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
              <Call name="addPolicy"><Arg>%s/*</Arg><Set name="messageSchemaFile">live.json</Set></Call>
              <Call name="addPolicy"><Arg>%s/*</Arg><Set name="messageAction">reply</Set></Call>
              <Call name="addPolicy"><Arg>%s/*</Arg><Set name="messageAction">drop</Set></Call>
            </Configure>
            """.formatted(LIVE, REPLY, DROP);

    private Server server;
    private Path schema;

    @BeforeAll
    void start() throws IOException {
        List<String> modules = Stream.of(
                        Stream.of("http", "jmx", "resources"),
                        MatrixEnvironment.EE8.modules().stream(),
                        MatrixEnvironment.CORE.modules().stream())
                .flatMap(module -> module)
                .toList();
        JettyBase base = JettyBase.complete("shape", modules.toArray(String[]::new))
                .set("ws-security.rate.messages", "0")
                .set("ws-security.message.types", "text")
                .set("ws-security.message.format", "json")
                .set("ws-security.message.schemaFile", ENVELOPE);
        new MatrixApps(MatrixEnvironment.EE8, base.directory()).deploy();
        new MatrixApps(MatrixEnvironment.CORE, base.directory()).deploy();
        Files.writeString(base.directory().resolve("etc/ws-security-listeners.xml"), POLICIES);
        schema = Files.writeString(base.directory().resolve("live.json"), "{\"required\": [\"a\"]}");
        server = new Server(base.start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Whole messages, parts of them, streams; mapped in the context and past it; three environments and the core. */
    static Stream<Arguments> endpoints() {
        Stream<String> ofTestApps = Stream.of(
                        "echo", "own", "upgrading", "partial", "stream", "raised", "jakarta", "jakarta-partial")
                .flatMap(way -> Arrays.stream(TestApp.values()).map(app -> app.path("/" + way)));
        Stream<String> ofMatrix = Stream.of(
                        "/ee8/mapped",
                        "/ee8/servlet",
                        "/ee8/upgrading",
                        "/ee8/annotated",
                        "/ee8/programmatic",
                        "/core/mapped",
                        "/core/upgrading",
                        "/core/raw",
                        "/core/own")
                .map(path -> path + "/shape");
        return Stream.concat(ofTestApps, ofMatrix)
                .flatMap(endpoint -> Arrays.stream(Protocol.values()).map(way -> Arguments.of(way, endpoint)));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void message_thatFits_passesAndNoJsonEndsWith1007(Protocol protocol, String endpoint) throws IOException {
        String path = Server.unique(endpoint);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            assertPasses(connection, endpoint);
            fragments(connection, NO_JSON);
            connection.text(FITS);
            server.assertViolated(1007, "MALFORMED_MESSAGE", path, connection);
        }
        assertEquals(2, server.messages(path));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void message_thatDoesNotFit_endsWith1008(Protocol protocol, String endpoint) throws IOException {
        String path = Server.unique(endpoint);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            connection.text(DOES_NOT_FIT);
            server.assertViolated(1008, "INVALID_MESSAGE", path, connection);
        }
        assertNothingSeen(path);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void compressed_messageThatFits_passesAndOtherOneEnds(Protocol protocol, String endpoint) throws IOException {
        String path = Server.unique(endpoint);
        Upgrade upgrade = Upgrade.to(protocol, path)
                .field("Sec-WebSocket-Extensions", "permessage-deflate;server_no_context_takeover");
        try (Connection connection = server.open(upgrade)) {
            connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(bytes(FITS)));
            assertEquals("text " + FITS.length(), connection.readText());
            connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(bytes(DOES_NOT_FIT)));
            server.assertViolated(1008, "INVALID_MESSAGE", path, connection);
        }
        assertEquals(1, server.messages(path));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void type_notListed_endsWith1003AtItsFirstFrame(Protocol protocol, String endpoint) throws IOException {
        String path = Server.unique(endpoint);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            connection.frame(Frames.BINARY, false, bytes(FITS));
            server.assertViolated(1003, "TYPE_NOT_ALLOWED", path, connection);
        }
        assertNothingSeen(path);
    }

    private static void assertPasses(Connection connection, String endpoint) throws IOException {
        connection.text(FITS);
        assertEquals("text " + FITS.length(), connection.readText());
        if (endpoint.startsWith("/core/raw") || endpoint.startsWith("/core/own")) {
            // These see frames, and count those that are whole messages.
            connection.text(FITS);
        } else {
            fragments(connection, FITS);
        }
        assertEquals("text " + FITS.length(), connection.readText());
    }

    private static void fragments(Connection connection, String message) throws IOException {
        connection.frame(Frames.TEXT, false, bytes(message.substring(0, 10)));
        connection.frame(Frames.CONTINUATION, false, bytes(message.substring(10, 11)));
        connection.frame(Frames.CONTINUATION, true, bytes(message.substring(11)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Not a part of it, either. */
    private void assertNothingSeen(String path) {
        String counts = server.counts(path);
        assertTrue(counts.endsWith("parts=0 messages=0"), counts);
    }

    @ParameterizedTest
    @EnumSource
    void envelope_asShipped_takesWhatTheDocumentsSay(Protocol protocol) throws IOException {
        String[] fitting = {
            "{\"status\":\"ok\",\"event\":\"chat.message\",\"data\":null}",
            "{\"event\":\"presence\",\"status\":\"error\"}",
            "{\"status\":\"ok\",\"event\":\"chat.typing\",\"data\":{\"deep\":[[]]}}"
        };
        String path = Server.unique("/ee10/echo");
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            for (String message : fitting) {
                connection.text(message);
                assertEquals("text " + message.length(), connection.readText());
            }
        }
        Map<String, String> places = Map.of(
                "{\"status\":\"fine\",\"event\":\"presence\"}", " at /status",
                "{\"status\":\"ok\",\"event\":\"other\"}", " at /event",
                "{\"status\":\"ok\",\"event\":\"presence\",\"more\":1}", " at /more",
                "{\"status\":\"ok\"}", "",
                "[]", "");
        path = Server.unique(REPLY);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            for (Map.Entry<String, String> place : places.entrySet()) {
                fragmentsOfOne(connection, place.getKey());
                assertEquals("Message refused" + place.getValue(), connection.readText());
            }
            connection.text(fitting[0]);
            assertEquals("text " + fitting[0].length(), connection.readText());
        }
        assertEquals(1, server.messages(path));
    }

    private static void fragmentsOfOne(Connection connection, String message) throws IOException {
        byte[] bytes = bytes(message);
        for (int i = 0; i < bytes.length; i++) {
            connection.frame(i == 0 ? Frames.TEXT : Frames.CONTINUATION, i + 1 == bytes.length, new byte[] {bytes[i]});
        }
    }

    @ParameterizedTest
    @EnumSource
    void actionDrop_nothingIsAnsweredAndTheNextPasses(Protocol protocol) throws IOException {
        String path = Server.unique(DROP);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            fragments(connection, NO_JSON);
            connection.text(DOES_NOT_FIT);
            connection.frame(Frames.BINARY, true, bytes(FITS));
            connection.text(FITS);
            assertEquals("text " + FITS.length(), connection.readText());
            assertEquals("MALFORMED_MESSAGE", server.event(path, "VIOLATED").reason());
        }
        assertEquals(1, server.messages(path));
    }

    /** In one test, since all of it is about one file. Connections that are open go by what is read. */
    @Test
    void schemaFile_changes_isInForceWithoutRestartAndBrokenNever() throws Exception {
        try (Jmx jmx = Jmx.connect(server.process());
                Connection connection = server.open(Upgrade.to(Protocol.HTTP1, Server.unique(LIVE)))) {
            assertEquals("text 7", answer(connection, "{\"a\":1}"));
            Path unfinished = Files.writeString(schema.resolveSibling("live.new"), "{\"required\": [\"b\"]}");
            Files.move(unfinished, schema, StandardCopyOption.ATOMIC_MOVE);
            assertTrue(server.process().logs("read again: schema of messages from " + schema), server.process()::log);
            assertTrue(state(jmx).startsWith("read at "), state(jmx));
            assertEquals("text 7", answer(connection, "{\"b\":1}"));
            assertRefused("{\"a\":1}");

            Files.writeString(schema, "{\"required\": \"a\"}");
            String broken = schema + ": expected a JSON Schema 2020-12";
            assertTrue(server.process().logs(broken), server.process()::log);
            assertTrue(state(jmx).startsWith("not read at "), state(jmx));
            assertTrue(state(jmx).contains(broken), state(jmx));
            assertEquals("text 7", answer(connection, "{\"b\":1}"));
            assertRefused("{\"a\":1}");
            // The file is looked at every second, and said of it what is to be said once.
            Eventually.pause(2500);
            assertEquals(1, errors(server.process(), broken), server.process()::log);

            Files.writeString(schema, "{\"required\": [\"c\"]}");
            String read = String.valueOf(jmx.invoke("watchedfiles", "reload", schema.toString()));
            assertTrue(read.startsWith("read at "), read);
            assertEquals("text 7", answer(connection, "{\"c\":1}"));
            assertRefused("{\"b\":1}");
        }
    }

    private static String answer(Connection connection, String message) throws IOException {
        connection.text(message);
        return connection.readText();
    }

    private void assertRefused(String message) throws IOException {
        String path = Server.unique(LIVE);
        try (Connection connection = server.open(Upgrade.to(Protocol.HTTP2, path))) {
            connection.text(message);
            server.assertViolated(1008, "INVALID_MESSAGE", path, connection);
        }
        assertNothingSeen(path);
    }

    private String state(Jmx jmx) throws Exception {
        return String.valueOf(((Map<?, ?>) jmx.attribute("watchedfiles", "files")).get(schema.toString()));
    }

    private static long errors(JettyProcess process, String text) {
        return process.log()
                .lines()
                .filter(line -> line.contains(":ERROR") && line.contains(text))
                .count();
    }

    /** A missing one, one that is no JSON, one that is no schema, and one that refers to another place. */
    @Test
    void schemaFile_bad_stopsTheStartWithALineForEach() throws IOException {
        JettyBase base = JettyBase.guarded("shape-bad", "http", "websocket-jetty")
                .set("ws-security.message.format", "json")
                .set("ws-security.message.schemaFile", "missing.json");
        Map<String, String> bad = Map.of(
                "text.json", "{\"type\": \"object\",}",
                "type.json", "{\"type\": \"objct\"}",
                "elsewhere.json", "{\"$ref\": \"https://example.com/schema.json\"}");
        StringBuilder policies = new StringBuilder();
        for (Map.Entry<String, String> file : bad.entrySet()) {
            Files.writeString(base.directory().resolve(file.getKey()), file.getValue());
            policies.append("""
                    <Call name="addPolicy"><Arg>/%1$s/*</Arg><Set name="messageSchemaFile">%1$s</Set></Call>
                    """.formatted(file.getKey()));
        }
        Path xml = base.directory().resolve("etc/ws-security-listeners.xml");
        Files.writeString(xml, Files.readString(xml).replace("</Configure>", policies + "</Configure>"));
        try (JettyProcess process = base.tryStart()) {
            assertTrue(process.awaitExit() != 0, process::log);
            for (String name : new String[] {"missing.json", "text.json", "type.json", "elsewhere.json"}) {
                Path file = base.directory().resolve(name);
                assertEquals(1, errors(process, "'" + name + "': " + file + ": "), process::log);
            }
        }
    }
}
