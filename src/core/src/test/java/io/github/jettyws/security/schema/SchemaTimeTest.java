package io.github.jettyws.security.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.json.JsonFault;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not end by itself ends when its time is over, and does not pass. */
class SchemaTimeTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final String EXPLODES = "^.*.*.*.*.*.*.*.*!!$";
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final JsonGate JSON = new JsonGate(new JsonRules(200, false));

    /** A microsecond for each look at it. */
    private final AtomicLong now = new AtomicLong();

    private final Ticker counting = () -> now.addAndGet(1000);

    private static SchemaGate gate(String schema, Ticker ticker) {
        return SchemaGate.parse(schema.getBytes(StandardCharsets.UTF_8), LIMIT, ticker);
    }

    private static JsonElement json(String text) throws JsonFault {
        return JSON.read(text);
    }

    /** 200 to the power of eight ways. Simpler ones, such as (a+)+, Java sees through by now. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"properties\":{\"a\":{\"pattern\":\"EXPLODES\"}}} | {\"a\":\"AAA!\"} | /a",
                "{\"items\":{\"patternProperties\":{\"EXPLODES\":true}}} | [0,{\"AAA!\":1}] | /1",
                "{\"items\":{\"propertyNames\":{\"not\":{\"pattern\":\"EXPLODES\"}}}} | [0,{\"AAA!\":1}] | /1"
            })
    void check_explodingExpression_isRefusedWhereItIs(String schema, String message, String place) {
        assertTimeoutPreemptively(
                ENOUGH,
                () -> assertEquals(
                        Optional.of(place),
                        gate(schema.replace("EXPLODES", EXPLODES), counting)
                                .check(json(message.replace("AAA", "a".repeat(200))))));
    }

    /** However much time there is: what did not fit is kept until the message is done with. */
    @Test
    void check_explodingChoice_isRefusedBeforeItFillsTheHeap() {
        String schema = "{\"anyOf\":[{\"items\":{\"$ref\":\"#\"},\"type\":\"array\"},"
                + "{\"items\":{\"$ref\":\"#\"},\"minItems\":1,\"type\":\"array\"}]}";
        SchemaGate gate = gate(schema, new FakeTicker());

        assertTimeoutPreemptively(
                ENOUGH,
                () -> assertTrue(
                        gate.check(json("[".repeat(60) + "1" + "]".repeat(60))).isPresent()));
    }

    /** 2^14 strings with one hash: each is held against all before. */
    @Test
    void check_uniqueItemsWithOneHash_isRefusedInTime() {
        String elements = IntStream.range(0, 1 << 14)
                .mapToObj(i -> IntStream.range(0, 14)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\"")))
                .collect(Collectors.joining(","));
        SchemaGate gate = gate(
                "{\"uniqueItems\":true}",
                () -> now.addAndGet(Duration.ofMillis(1).toNanos()));

        assertTimeoutPreemptively(ENOUGH, () -> assertEquals(Optional.of(""), gate.check(json("[" + elements + "]"))));
    }

    /** Java's expressions take the stack for this one. */
    @Test
    void check_expressionThatTakesTheStack_isRefused() throws JsonFault {
        SchemaGate gate = gate("{\"pattern\":\"^(a|b)*$\"}", new FakeTicker());

        assertEquals(Optional.empty(), gate.check(json("\"" + "ab".repeat(10) + "\"")));
        assertEquals(Optional.of(""), gate.check(json("\"" + "ab".repeat(100_000) + "\"")));
        assertEquals(Optional.empty(), gate.check(json("\"ab\"")));
    }

    /** The boundary: the time is over when all of it has passed. */
    @Test
    void step_timeLimit_isOverWhenItHasPassed() {
        FakeTicker ticker = new FakeTicker();
        TimeLimit limit = TimeLimit.current();
        limit.begin(ticker, LIMIT.toNanos(), Node.message(JsonNull.INSTANCE));
        try {
            ticker.advance(LIMIT.minusNanos(1));
            limit.look();
            ticker.advance(Duration.ofNanos(1));
            assertThrows(TimeLimit.Late.class, limit::look);
        } finally {
            limit.end();
        }
        limit.look();
    }

    /** As many values as a message of the default size has, each of them with a choice. */
    @Test
    void check_largeMessage_isWithinItsCost() throws JsonFault {
        SchemaGate gate = gate(
                "{\"items\":{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"string\"},{\"type\":\"integer\",\"minimum\":0}]}}",
                new FakeTicker());

        assertEquals(Optional.empty(), gate.check(json("[" + "1,".repeat(32_766) + "1]")));
    }

    /** Each message has all of the time. */
    @Test
    void check_afterALateOne_hasItsOwnTime() throws JsonFault {
        SchemaGate gate = gate("{\"not\":{\"pattern\":\"" + EXPLODES + "\"}}", counting);

        assertTrue(gate.check(json("\"" + "a".repeat(200) + "!\"")).isPresent());
        assertEquals(Optional.empty(), gate.check(json("\"aaa\"")));
    }
}
