package io.github.jettyws.security.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import io.github.jettyws.security.fixture.FakeTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that a schema names waits in vain. */
class SchemaNetworkTest {
    private static final int WAIT_MILLIS = 50;

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(WAIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private SchemaGate parse(String schema) {
        String named = schema.replace("HOST", "http://127.0.0.1:" + server.getLocalPort());
        return SchemaGate.parse(named.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(100), new FakeTicker());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"HOST/a.json\"}",
                "{\"$ref\":\"HOST/a.json#/$defs/a\"}",
                "{\"$dynamicRef\":\"HOST/a.json#a\"}",
                "{\"$id\":\"HOST/a.json\",\"$ref\":\"b.json\"}",
                "{\"$id\":\"HOST/a.json\",\"$dynamicRef\":\"b.json#a\"}",
                "{\"$defs\":{\"a\":{\"$ref\":\"HOST/a.json\"}}}",
                "{\"$defs\":{\"a\":{\"$id\":\"HOST/\",\"properties\":{\"x\":{\"$ref\":\"b.json\"}}}}}",
                "{\"if\":false,\"then\":{\"$ref\":\"HOST/a.json\"}}",
                "{\"$schema\":\"HOST/schema.json\",\"type\":\"null\"}",
                "{\"$schema\":\"HOST/schema.json\",\"$id\":\"HOST/schema.json\",\"type\":\"null\"}",
                "{\"$defs\":{\"a\":{\"$id\":\"a\",\"$schema\":\"HOST/schema.json\",\"type\":\"null\"}}}",
                "{\"$ref\":\"jar:HOST/a.jar!/b.json\"}",
                "{\"$ref\":\"file:///etc/hostname\"}"
            })
    void parse_remoteReference_isRefusedAndNothingIsFetched(String schema) {
        assertThrows(SchemaException.class, () -> parse(schema));
        assertNobodyCame();
    }

    /** These are names, and no references. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$id\":\"HOST/a.json\",\"type\":\"string\"}",
                "{\"$id\":\"HOST/a.json\",\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"string\"}}}",
                "{\"$id\":\"HOST/a.json\",\"$ref\":\"HOST/b.json\",\"$defs\":{\"a\":{\"$id\":\"HOST/b.json\",\"type\":\"string\"}}}",
                "{\"$vocabulary\":{\"HOST/vocabulary\":true},\"type\":\"string\"}",
                "{\"$comment\":\"HOST/\",\"contentSchema\":{\"$id\":\"HOST/c.json\"},\"type\":\"string\"}"
            })
    void check_schemaWithRemoteName_fetchesNothing(String schema) {
        SchemaGate gate = parse(schema);

        assertEquals(Optional.empty(), gate.check(new JsonPrimitive("a")));
        assertTrue(gate.check(new JsonPrimitive(true)).isPresent());
        assertNobodyCame();
    }

    private void assertNobodyCame() {
        assertThrows(SocketTimeoutException.class, () -> server.accept().close());
    }
}
