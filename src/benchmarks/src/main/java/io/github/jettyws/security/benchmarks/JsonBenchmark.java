package io.github.jettyws.security.benchmarks;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import io.github.jettyws.security.json.JsonFault;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import io.github.jettyws.security.schema.SchemaGate;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message that is JSON and fits a schema, from its text to the verdict.
 *
 * <p>The baselines are the libraries by themselves: a reader that goes through all values and compares no names, and a
 * validator that reads the text with the library's own parser, which is not strict.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonBenchmark {
    private static final String SCHEMA = """
            {
              "type": "object",
              "properties": {
                "status": { "enum": ["ok", "error"] },
                "event": { "enum": ["chat.message", "chat.typing", "presence"] },
                "data": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": { "id": { "type": "integer" }, "name": { "type": "string", "maxLength": 64 } },
                    "required": ["id", "name"]
                  }
                }
              },
              "required": ["status", "event"],
              "additionalProperties": false
            }
            """;

    /** A message, and what looks at it. */
    @State(Scope.Benchmark)
    public static class Message {
        /** How long it is at least, in bytes. */
        @Param({"200", "60000"})
        public int bytes;

        private final JsonGate gate = new JsonGate(new JsonRules(64, false));
        private final SchemaGate schema = SchemaGate.parse(
                SCHEMA.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(10), Ticker.systemTicker());
        private final Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .createValidator();
        private final URI uri = validator.registerSchema(SCHEMA);
        private String text = "";

        /**
         * Writes the message.
         *
         * @throws JsonFault if it is no JSON
         * @throws IOException if it is no JSON
         */
        @Setup
        public void setUp() throws JsonFault, IOException {
            StringBuilder message = new StringBuilder("{\"status\":\"ok\",\"event\":\"chat.message\",\"data\":[");
            for (int i = 0; message.length() < bytes - 2; i++) {
                message.append(i == 0 ? "" : ",")
                        .append("{\"id\":")
                        .append(i)
                        .append(",\"name\":\"user ")
                        .append(i)
                        .append("\",\"at\":12.5}");
            }
            text = message.append("]}").toString();
            boolean passes = gate.check(text).isEmpty()
                    && schema.check(gate.read(text)).isEmpty()
                    && validator.validate(uri, text).isValid();
            if (!passes || read(text) == 0) {
                throw new IllegalStateException("the message does not pass");
            }
        }
    }

    /** Goes through all names and values, and gives how many characters they have. */
    private static int read(String text) throws IOException {
        JsonReader json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        int read = 0;
        for (JsonToken token = json.peek(); token != JsonToken.END_DOCUMENT; token = json.peek()) {
            switch (token) {
                case BEGIN_OBJECT -> json.beginObject();
                case END_OBJECT -> json.endObject();
                case BEGIN_ARRAY -> json.beginArray();
                case END_ARRAY -> json.endArray();
                case NAME -> read += json.nextName().length();
                case STRING, NUMBER -> read += json.nextString().length();
                case BOOLEAN -> read += json.nextBoolean() ? 1 : 0;
                case NULL -> json.nextNull();
                case END_DOCUMENT -> throw new IOException("expected the loop to have ended");
            }
        }
        return read;
    }

    /**
     * Tells whether the message is JSON.
     *
     * @param message the message
     * @return where it is not
     */
    @Benchmark
    public Optional<String> gate(Message message) {
        return message.gate.check(message.text);
    }

    /**
     * Tells whether the message is JSON, and fits the schema.
     *
     * @param message the message
     * @return where it does not
     * @throws JsonFault if it is no JSON
     */
    @Benchmark
    public Optional<String> schema(Message message) throws JsonFault {
        return message.schema.check(message.gate.read(message.text));
    }

    /**
     * Reads the message as strictly as the library does.
     *
     * @param message the message
     * @return how much was read
     * @throws IOException if it is no JSON
     */
    @Benchmark
    public int baselineReader(Message message) throws IOException {
        return read(message.text);
    }

    /**
     * Holds the message against the schema.
     *
     * @param message the message
     * @return what the library says
     */
    @Benchmark
    public Validator.Result baselineValidator(Message message) {
        return message.validator.validate(message.uri, message.text);
    }
}
