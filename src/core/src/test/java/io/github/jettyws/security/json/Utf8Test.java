package io.github.jettyws.security.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
    @ParameterizedTest
    @CsvSource({"'', ''", "41, A", "c3a9, \u00e9", "f09f9880, \ud83d\ude00", "efbfbd, \ufffd", "efbbbf41, \ufeffA"})
    void decode_utf8_isTheText(String hex, String text) {
        assertEquals(Optional.of(text), Utf8.decode(HexFormat.of().parseHex(hex)));
    }

    /** Overlong, a surrogate, beyond the last code point, cut off, a continuation alone (RFC 3629, section 3 and 10). */
    @ParameterizedTest
    @CsvSource({"c080", "e08080", "f0808080", "eda080", "f4908080", "c3", "f09f98", "80", "ff", "efbfbdc3"})
    void decode_noUtf8_isEmpty(String hex) {
        assertEquals(Optional.empty(), Utf8.decode(HexFormat.of().parseHex(hex)));
    }

    @Test
    void decode_anyBytes_asTheDecoderThatReports() {
        Random random = new Random(3629);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextBoolean() ? (byte) (bytes[j] | 0x80) : (byte) 0xef;
            }
            assertEquals(
                    reported(bytes), Utf8.decode(bytes), () -> HexFormat.of().formatHex(bytes));
        }
    }

    private static Optional<String> reported(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
