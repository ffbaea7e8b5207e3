package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    static Object[][] texts() {
        return new Object[][] {
            {"", List.of()},
            {"a", List.of("a")},
            {"a\n", List.of("a")},
            {"a\nb", List.of("a", "b")},
            {"a\r\nb\r\n", List.of("a", "b")},
            {"a\rb\r", List.of("a", "b")},
            {"\n", List.of("")},
            {"\n\n", List.of("", "")},
            {"\r\r\n\n", List.of("", "", "")},
            {"a\n\rb", List.of("a", "", "b")},
            {"12345", List.of("12345")},
            {"12345\n6", List.of("12345", "6")},
            {"123456", List.of("12345", "6")},
            {"12345678901\r\n2", List.of("12345", "67890", "1", "2")},
            // Lines end in these alone.
            {"a\u000b\f\u0085\u00a0\u0000", List.of("a\u000b\f\u0085\u00a0\u0000".substring(0, 5), "\u0000")},
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void next_text_linesOfFiveAtMost(String text, List<String> lines) throws IOException {
        assertEquals(lines, lines(text.getBytes(StandardCharsets.ISO_8859_1), 5));
    }

    @Test
    void next_anyByte_oneCharacter() throws IOException {
        assertEquals(
                List.of("\u00e9\u00c3\u00a9\u00ff"), lines(new byte[] {(byte) 0xe9, (byte) 0xc3, (byte) 0xa9, -1}, 5));
    }

    /** Line ends meet the ends of the buffer, and input comes in pieces. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void next_randomText_asTheJdk(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(
                    random.nextInt(40) > 0 ? "x" : List.of("\n", "\r", "\r\n").get(random.nextInt(3)));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(text.toString().lines().toList(), lines(bytes, 10_000));
    }

    private static List<String> lines(byte[] bytes, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(inPieces(bytes), most)) {
            for (String line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static InputStream inPieces(byte[] bytes) {
        Random random = new Random(bytes.length);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(100_000)));
            }
        };
    }
}
