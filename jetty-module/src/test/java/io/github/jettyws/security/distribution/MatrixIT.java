package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in: each kind of endpoint, in each environment, over each protocol and connector. For each of them, the
 * application never sees what is refused, whether handshake or message; what is accepted works; the plugin is told.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixIT {
    private static final int LAST = Integer.MAX_VALUE;
    private static final String NOTHING = "created=0 parts=0 messages=0";

    private final MatrixTable table = new MatrixTable();
    private MatrixServer server;
    private int clients;

    @BeforeAll
    void start() throws IOException {
        server = MatrixServer.start();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    static List<MatrixCell> cells() {
        return MatrixCell.all();
    }

    @ParameterizedTest
    @MethodSource("cells")
    @Order(1)
    void everyWayIn_guarded(MatrixCell cell) throws IOException {
        table.put(cell, "**open**");
        refuses(cell, 403, "ORIGIN_NOT_ALLOWED", upgrade(cell, "other").origin("https://evil.example"));
        refuses(cell, 401, "UNAUTHENTICATED", upgrade(cell, "private").cookie("JSESSIONID=made-up"));
        limitsSize(cell);
        limitsRate(cell);
        table.put(cell, "guarded");
    }

    @Test
    @Order(LAST)
    void committedTable_isWhatWasTried() throws IOException {
        table.write();
        String committed = Files.exists(MatrixTable.COMMITTED) ? Files.readString(MatrixTable.COMMITTED) : "";
        assertEquals(table.text(), committed, "copy target/matrix.md to MATRIX.md");
    }

    /** Each from an address of its own, since messages are counted by address. */
    private Upgrade upgrade(MatrixCell cell, String area) {
        clients++;
        return Upgrade.to(cell.way().protocol(), Server.unique(cell.path() + "/" + area))
                .from("127.2." + clients / 250 + "." + (1 + clients % 250));
    }

    private void refuses(MatrixCell cell, int status, String reason, Upgrade upgrade) throws IOException {
        try (Connection connection = upgrade.send(server.endpoint(cell.way()))) {
            assertEquals(status, connection.status(), upgrade.path());
        }
        assertEquals(reason, server.event(upgrade.path(), "REFUSED").reason());
        assertEquals(NOTHING, server.counts(cell, upgrade.path()));
    }

    private Connection open(MatrixCell cell, Upgrade upgrade) {
        Connection connection = upgrade.send(server.endpoint(cell.way()));
        assertTrue(connection.accepted(), () -> upgrade.path() + ": status " + connection.status());
        return connection;
    }

    private void limitsSize(MatrixCell cell) throws IOException {
        Upgrade upgrade = upgrade(cell, "size");
        try (Connection connection = open(cell, upgrade)) {
            connection.text("x".repeat(MatrixServer.MESSAGE_SIZE));
            assertEquals("text " + MatrixServer.MESSAGE_SIZE, connection.readText());
            assertEquals(
                    cell.way().protocol().version(),
                    server.event(upgrade.path(), "ACCEPTED").protocol());
            connection.text("x".repeat(MatrixServer.MESSAGE_SIZE + 1));
            ends(cell, upgrade.path(), connection, 1009, "MESSAGE_TOO_LARGE");
        }
        assertEquals("created=1 parts=0 messages=1", server.counts(cell, upgrade.path()));
    }

    private void limitsRate(MatrixCell cell) throws IOException {
        Upgrade upgrade = upgrade(cell, "rate");
        try (Connection connection = open(cell, upgrade)) {
            for (int i = 0; i < MatrixServer.MESSAGES; i++) {
                connection.text("hello");
                assertEquals("text 5", connection.readText());
            }
            connection.text("hello");
            ends(cell, upgrade.path(), connection, 1008, "MESSAGE_RATE");
        }
        assertEquals("created=1 parts=0 messages=" + MatrixServer.MESSAGES, server.counts(cell, upgrade.path()));
    }

    private void ends(MatrixCell cell, String path, Connection connection, int code, String reason) throws IOException {
        assertEquals(code, connection.readClose(), cell::toString);
        assertEquals(reason, server.event(path, "VIOLATED").reason());
        assertEquals(String.valueOf(code), server.event(path, "CLOSED").closeCode());
    }
}
