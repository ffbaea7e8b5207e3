package io.github.jettyws.security.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/** Whatever comes, the gate says what the grammar says, and throws nothing else than that. */
class JsonGateFuzzTest {
    private static final JsonRules RULES = new JsonRules(64, false);
    private static final JsonGate GATE = new JsonGate(RULES);

    @FuzzTest
    void check_anyBytes_isTheGrammar(byte[] bytes) {
        Optional<String> text = Utf8.decode(bytes);
        if (text.isEmpty()) {
            return;
        }
        boolean expected = ReferenceJson.accepts(text.get(), RULES);
        assertEquals(expected, GATE.check(text.get()).isEmpty());
        assertEquals(expected, reads(text.get()));
    }

    private static boolean reads(String text) {
        try {
            return GATE.read(text) != null;
        } catch (JsonFault e) {
            return false;
        }
    }
}
