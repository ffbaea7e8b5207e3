package io.github.jettyws.security.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.schema.SchemaFile;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeRulesTest {
    private static final Set<Kind> BOTH = EnumSet.allOf(Kind.class);
    private static final Optional<Identity> ANN = Optional.of(Identity.of("ann", "jwt"));
    private static final JsonGate JSON = new JsonGate(new JsonRules(64, false));
    private static final RateRules TEN = new RateRules(10, Duration.ofSeconds(1));
    private static final Path ENVELOPE = Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
            .resolve("../../etc/ws-security-envelope.schema.json");

    private final List<String> asked = new ArrayList<>();

    private static ShapeRules rules(ShapeRules.Format format, MessageCheck... checks) {
        return new ShapeRules("/chat/*", BOTH, format, List.of(checks), ShapeAction.CLOSE);
    }

    private static ShapeRules.Format envelope() {
        return new ShapeRules.Format(
                JSON,
                SchemaFile.load(ENVELOPE, Duration.ofMillis(100), new FakeTicker()),
                new EventLimits(Map.of("chat.message", TEN)));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageVerdict text(ShapeRules rules, String text) {
        return rules.check(Kind.TEXT, utf8(text), ANN).verdict();
    }

    private MessageCheck noting(String name, MessageVerdict ruling, Kind... kinds) {
        return new MessageCheck() {
            @Override
            public MessageVerdict check(MessageView message) {
                asked.add(name);
                return ruling;
            }

            @Override
            public Set<Kind> kinds() {
                return Set.of(kinds);
            }
        };
    }

    @Test
    void needsWholeMessage_onlyWhereSomethingLooksIntoIt() {
        ShapeRules any = ShapeRules.any("/");
        ShapeRules json = rules(new ShapeRules.Format(JSON, null, EventLimits.NONE));
        ShapeRules checksText = rules(ShapeRules.Format.ANY, noting("a", MessageVerdict.PASS, Kind.TEXT));
        ShapeRules checksBoth = rules(ShapeRules.Format.ANY, message -> MessageVerdict.PASS);

        assertEquals(List.of(false, false), needs(any));
        assertEquals(List.of(true, false), needs(json));
        assertEquals(List.of(true, false), needs(checksText));
        assertEquals(List.of(true, true), needs(checksBoth));
    }

    private static List<Boolean> needs(ShapeRules rules) {
        return List.of(rules.needsWholeMessage(Kind.TEXT), rules.needsWholeMessage(Kind.BINARY));
    }

    @ParameterizedTest
    @CsvSource({"TEXT, BINARY", "BINARY, TEXT"})
    void begin_typeThatIsNotListed_isRefused(Kind listed, Kind other) {
        ShapeRules rules = new ShapeRules(
                "/",
                EnumSet.of(listed),
                ShapeRules.Format.ANY,
                List.of(noting("a", MessageVerdict.PASS, Kind.values())),
                ShapeAction.DROP);

        assertNull(rules.begin(listed));
        assertEquals(Reason.TYPE_NOT_ALLOWED, rules.begin(other));
        assertTrue(rules.check(listed, utf8("x"), ANN).verdict().passes());
        assertEquals(
                Optional.of(Reason.TYPE_NOT_ALLOWED),
                rules.check(other, utf8("x"), ANN).verdict().reason());
        assertEquals(List.of("a"), asked);
    }

    /** Type, format, schema, checks: what comes later is not asked. */
    @Test
    void check_order_firstRefusalDecides() {
        ShapeRules rules = rules(
                envelope(),
                noting("first", MessageVerdict.PASS, Kind.TEXT),
                noting("binary", MessageVerdict.PASS, Kind.BINARY),
                noting("second", MessageVerdict.refuse("not today"), Kind.TEXT),
                noting("third", MessageVerdict.PASS, Kind.TEXT));

        assertEquals(Optional.of(Reason.MALFORMED_MESSAGE), text(rules, "{").reason());
        assertEquals(Optional.of(Reason.INVALID_MESSAGE), text(rules, "{}").reason());
        assertEquals(List.of(), asked);
        MessageVerdict refused = text(rules, "{\"status\":\"ok\",\"event\":\"presence\"}");
        assertEquals(MessageVerdict.refuse(Reason.INVALID_MESSAGE, "not today"), refused);
        assertEquals(List.of("first", "second"), asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"ok\",\"event\":\"chat.message\",\"data\":{\"text\":\"hi\"}} | -",
                "{\"status\":\"error\",\"event\":\"presence\"} | -",
                "{\"status\":\"fine\",\"event\":\"presence\"} | /status",
                "{\"status\":\"ok\",\"event\":\"no.such\"} | /event",
                "{\"status\":\"ok\"} | ''",
                "{\"event\":\"presence\"} | ''",
                "{\"status\":\"ok\",\"event\":\"presence\",\"more\":1} | /more",
                "[] | ''"
            })
    void check_envelope_fitsTheExample(String message, String place) {
        MessageVerdict ruling = text(rules(envelope()), message);

        assertEquals(place.equals("-") ? Optional.empty() : Optional.of(place), ruling.pointer());
        assertEquals(!place.equals("-"), ruling.reason().equals(Optional.of(Reason.INVALID_MESSAGE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"chat.message\"} | chat.message",
                "{\"event\":\"presence\"} | ",
                "{\"event\":1} | ",
                "{\"event\":[\"chat.message\"]} | ",
                "{\"data\":{\"event\":\"chat.message\"}} | ",
                "[\"chat.message\"] | ",
                "{} | "
            })
    void check_event_isToldWhereItHasALimit(String message, String event) {
        EventLimits limits = new EventLimits(Map.of("chat.message", TEN));
        ShapeRules rules = rules(new ShapeRules.Format(JSON, null, limits));

        ShapeRuling ruling = rules.check(Kind.TEXT, utf8(message), ANN);

        assertTrue(ruling.verdict().passes());
        assertEquals(Optional.ofNullable(event), ruling.event());
        assertEquals(Optional.ofNullable(event).map(name -> TEN), ruling.event().flatMap(rules.events()::of));
    }

    @Test
    void check_noUtf8_isMalformed() {
        ShapeRules rules = rules(ShapeRules.Format.ANY, message -> MessageVerdict.PASS);
        ByteBuffer bad = ByteBuffer.wrap(new byte[] {'"', (byte) 0xc3, '"'});

        assertEquals(
                Optional.of(Reason.MALFORMED_MESSAGE),
                rules.check(Kind.TEXT, bad, ANN).verdict().reason());
        assertTrue(rules.check(Kind.BINARY, bad, ANN).verdict().passes());
    }

    @Test
    void check_view_isTheMessageAndCannotBeChanged() {
        ByteBuffer payload = utf8("..h\u00e9..");
        payload.position(2).limit(5);
        ShapeRules rules = rules(ShapeRules.Format.ANY, message -> {
            asked.add(message.kind() + " " + message.policyPath() + " "
                    + message.identity().map(Identity::name).orElse("-") + " "
                    + StandardCharsets.UTF_8.decode(message.bytes()));
            assertThrows(ReadOnlyBufferException.class, () -> message.bytes().put(0, (byte) 0));
            if (message.kind() == Kind.TEXT) {
                assertEquals("h\u00e9", message.text().toString());
            } else {
                assertThrows(IllegalStateException.class, message::text);
            }
            return MessageVerdict.PASS;
        });

        assertTrue(rules.check(Kind.TEXT, payload, ANN).verdict().passes());
        assertTrue(rules.check(Kind.BINARY, payload, Optional.empty()).verdict().passes());
        assertEquals(List.of("TEXT /chat/* ann h\u00e9", "BINARY /chat/* - h\u00e9"), asked);
        assertEquals(2, payload.position());
        assertEquals(5, payload.limit());
    }

    @Test
    void check_thrown_isRefusedAsAFailure() {
        RuntimeException thrown = new IllegalStateException("broken");
        ShapeRules rules = rules(
                ShapeRules.Format.ANY,
                message -> {
                    throw thrown;
                },
                noting("next", MessageVerdict.PASS, Kind.TEXT));

        MessageVerdict ruling = text(rules, "x");

        assertEquals(Optional.of(Reason.GUARD_FAILURE), ruling.reason());
        assertSame(thrown, ruling.failure().orElseThrow());
        assertEquals(List.of(), asked);
        assertEquals("Message refused", ruling.reply());
    }

    @Test
    void reply_place_isAllThatIsTold() {
        assertEquals(
                "Message refused at /a", text(rules(envelope()), "{\"a\":tru}").reply());
        assertEquals("Message refused", text(rules(envelope()), "{").reply());
        assertEquals("Message refused", MessageVerdict.refuse("a secret").reply());
    }

    @Test
    void format_schemaOrEventsWithoutJson_throws() {
        EventLimits limits = new EventLimits(Map.of("a", TEN));

        assertThrows(IllegalArgumentException.class, () -> new ShapeRules.Format(null, null, limits));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShapeRules.Format(null, envelope().schema(), EventLimits.NONE));
    }
}
