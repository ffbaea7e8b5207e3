package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that wait to be whole, on many connections at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfinishedMessagesIT {
    private static final int CLIENTS = 250;
    private static final int MESSAGE_SIZE = 65_536;

    /** What a fragment takes beyond what is in it, at most. */
    private static final int FRAGMENT = 200;

    /** What an open connection takes, with its buffers, at most. */
    private static final int CONNECTION = 60_000;

    private Server server;

    @BeforeAll
    void start() throws IOException {
        JettyBase base = JettyBase.complete("unfinished-messages")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.limits.messageTimeout", "10m")
                .heap("128m");
        Files.writeString(base.directory().resolve("etc/ws-security-listeners.xml"), """
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
                  <Call name="addPolicy"><Arg>/ee10/partial/*</Arg><Set name="messageFormat">json</Set></Call>
                  <Call name="addPolicy"><Arg>/ee11/stream/*</Arg><Set name="messageFormat">json</Set></Call>
                </Configure>
                """);
        server = new Server(base.start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** As long as it may be but for a byte, in fragments that are large, or as many as there may be and tiny. */
    @ParameterizedTest
    @CsvSource({"HTTP1, 15, 4369", "HTTP2, 14, 4369", "HTTP1, 1023, 1"})
    void manyAtOnce_takeWhatTheLimitsSay(Protocol protocol, int fragments, int bytes) throws IOException {
        byte[] fragment = new byte[bytes];
        Arrays.fill(fragment, (byte) ' ');
        List<Connection> clients = new ArrayList<>();
        LiveHeap heap = new LiveHeap(server.process().pid());
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            long before = heap.bytes();
            for (int i = 0; i < CLIENTS; i++) {
                String path = Server.unique(i % 2 == 0 ? "/ee10/partial" : "/ee11/stream");
                Connection connection = server.open(Upgrade.to(protocol, path));
                clients.add(connection);
                for (int j = 0; j < fragments; j++) {
                    connection.frame(j == 0 ? Frames.TEXT : Frames.CONTINUATION, false, fragment);
                }
            }
            client.assertGoOn();
            long taken = heap.bytes() - before;
            System.out.println(fragments + " fragments of " + bytes + ": " + taken / CLIENTS + " bytes a connection");
            long most = (long) fragments * (bytes + FRAGMENT) + CONNECTION;
            assertTrue(taken <= CLIENTS * most, () -> taken + " bytes, expected " + CLIENTS * most + " at most");
            assertTrue(taken >= (long) CLIENTS * fragments * bytes, () -> taken + " bytes: nothing was kept");
            client.assertGoOn();
        } finally {
            for (Connection connection : clients) {
                connection.close();
            }
        }
        assertTrue(fragments * bytes < MESSAGE_SIZE);
        assertFalse(server.process().log().contains("OutOfMemoryError"));
    }
}
