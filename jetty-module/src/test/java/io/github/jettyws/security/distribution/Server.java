package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with the test applications, and the questions that every test asks of it. */
record Server(JettyProcess process) implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A path below the given one that no other test uses, so that counts and events can be told apart. */
    static String unique(String path) {
        return path + "/" + NUMBER.incrementAndGet();
    }

    Endpoint endpoint() {
        return process.endpoint();
    }

    /** The first of its connectors that is not encrypted. */
    Endpoint clear() {
        return process.endpoints().stream()
                .filter(endpoint -> !endpoint.secure())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no such connector:\n" + process.log()));
    }

    /** Sends the request and expects an open connection. */
    Connection open(Upgrade upgrade) {
        return open(endpoint(), upgrade);
    }

    private static Connection open(Endpoint via, Upgrade upgrade) {
        Connection connection = upgrade.send(via);
        assertTrue(connection.accepted(), () -> upgrade.path() + ": status " + connection.status());
        return connection;
    }

    /** Sends the request and expects an open connection to the echo endpoint that it asks for. */
    Connection assertAccepted(Upgrade upgrade) throws IOException {
        return assertAccepted(endpoint(), upgrade);
    }

    /** The same by way of a proxy. */
    Connection assertAccepted(Endpoint via, Upgrade upgrade) throws IOException {
        Connection connection = open(via, upgrade);
        connection.text("hello");
        assertEquals("text 5", connection.readText());
        assertEquals("ACCEPTED", event(upgrade.path(), "ACCEPTED").type());
        return connection;
    }

    /** Sends the request and expects that it is refused, that the plugin was told, and that the application was not. */
    SeenEvents.Seen assertRefused(int status, String reason, Upgrade upgrade) throws IOException {
        return assertRefused(endpoint(), status, reason, upgrade);
    }

    /** The same by way of a proxy. */
    SeenEvents.Seen assertRefused(Endpoint via, int status, String reason, Upgrade upgrade) throws IOException {
        try (Connection connection = upgrade.send(via)) {
            assertEquals(status, connection.status(), upgrade.path());
        }
        SeenEvents.Seen event = event(upgrade.path(), "REFUSED");
        assertEquals(reason, event.reason());
        assertTrue(event.enforced());
        assertEquals("-", event.connection());
        assertEquals("created=0 parts=0 messages=0", counts(upgrade.path()));
        return event;
    }

    /** Expects that the connection was ended for this reason, and that the plugin was told. */
    SeenEvents.Seen assertViolated(int closeCode, String reason, String path, Connection connection)
            throws IOException {
        assertEquals(closeCode, connection.readClose());
        SeenEvents.Seen event = event(path, "VIOLATED");
        assertEquals(reason, event.reason());
        assertTrue(event.enforced());
        assertEquals(String.valueOf(closeCode), event(path, "CLOSED").closeCode());
        return event;
    }

    /** The least that shows that the endpoints of an application are guarded, from the handshake to the messages. */
    void assertGuards(Protocol protocol, String endpoint) throws IOException {
        assertRefused(
                403,
                "ORIGIN_NOT_ALLOWED",
                Upgrade.to(protocol, unique(endpoint)).origin("https://evil.example"));
        String path = unique(endpoint);
        try (Connection connection = assertAccepted(Upgrade.to(protocol, path))) {
            connection.frame(Frames.TEXT, false, new byte[40_000]);
            connection.frame(Frames.CONTINUATION, true, new byte[40_000]);
            assertViolated(1009, "MESSAGE_TOO_LARGE", path, connection);
        }
        assertEquals(1, messages(path));
    }

    SeenEvents.Seen event(String path, String type) {
        return process.events().await(path, type);
    }

    /** What the application counted for a path. */
    String counts(String path) {
        String context = path.substring(0, path.indexOf('/', 1));
        return Http.get(clear(), context + "/counts?path=" + Http.encode(path)).body();
    }

    /** What the application calls {@code messages}: those it got to see whole. */
    int messages(String path) {
        String counts = counts(path);
        return Integer.parseInt(counts.substring(counts.lastIndexOf('=') + 1));
    }

    /** Where the application of a context finds a class: {@code server}, {@code webapp} or {@code nowhere}. */
    String whereIs(String context, String className) {
        return Http.get(endpoint(), context + "/classes?name=" + className).body();
    }

    @Override
    public void close() {
        process.close();
    }
}
