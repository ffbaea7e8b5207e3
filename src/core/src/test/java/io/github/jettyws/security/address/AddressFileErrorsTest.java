package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFileErrorsTest {
    private static final String ADDRESS =
            "expected an IPv4 or IPv6 address, a range such as 192.0.2.0/24, or one such as 192.0.2.1-192.0.2.9";
    private static final String LENGTH = "expected a prefix length from 0 to 32 after the slash";
    private static final String JSON = "expected a JSON object with one string \"cidr\", or with \"type\":\"metadata\"";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("drop.txt");
    }

    /** The line, what is quoted of it, and what was expected. */
    static String[][] brokenLines() {
        return new String[][] {
            {"x", "x", ADDRESS},
            {"example.com # who", "example.com", ADDRESS},
            {"10.0.0.1, 10.0.0.2", "10.0.0.1, 10.0.0.2", ADDRESS},
            {"10.0.0.1 10.0.0.2", "10.0.0.1 10.0.0.2", ADDRESS},
            {"10.0.0.1 // who", "10.0.0.1 // who", ADDRESS},
            {"010.0.0.1", "010.0.0.1", ADDRESS},
            {"0x0a.0.0.1", "0x0a.0.0.1", ADDRESS},
            {"10.1/16", "10.1/16", ADDRESS},
            {"[2001:db8::1]", "[2001:db8::1]", ADDRESS},
            {"fe80::1%eth0", "fe80::1%eth0", ADDRESS},
            {"Example:10.0.0.1-10.0.0.9", "Example:10.0.0.1-10.0.0.9", ADDRESS},
            {"\"10.0.0.1\"", "\\\"10.0.0.1\\\"", ADDRESS},
            {"[\"10.0.0.1\"]", "[\\\"10.0.0.1\\\"]", ADDRESS},
            {"10.0.0.0/33", "10.0.0.0/33", LENGTH},
            {"10.0.0.0/08 ; SBL1", "10.0.0.0/08", LENGTH},
            {"10.0.0.0/255.0.0.0", "10.0.0.0/255.0.0.0", LENGTH},
            {
                "10.0.0.1/8;SBL1",
                "10.0.0.1/8",
                "bits are set behind the prefix: expected 10.0.0.0/8, or the address alone"
            },
            {
                "10.0.0.9 - 10.0.0.1",
                "10.0.0.9 - 10.0.0.1",
                "the first address is above the last: expected 10.0.0.1-10.0.0.9"
            },
            {
                "10.0.0.9-2001:db8::1",
                "10.0.0.9-2001:db8::1",
                "the families differ: expected IPv4 or IPv6 on both sides of the dash"
            },
        };
    }

    @ParameterizedTest
    @MethodSource("brokenLines")
    void parse_brokenLine_namesFileLineAndColumn(String line, String quoted, String expected) throws IOException {
        for (String indent : List.of("", "  ", " \t  ")) {
            int column = indent.length() + 1;

            assertError(indent + line, 1, column, quoted, expected);
            assertError("\ufeff" + indent + line, 1, column, quoted, expected);
            assertError("# one\n\n10.0.0.1\n" + indent + line + "\n10.0.0.1\n", 4, column, quoted, expected);
            assertError("{\"type\":\"metadata\"}\r\n\r\n" + indent + line + "\r\nx\r\n", 3, column, quoted, expected);
        }
    }

    /** The line, and the column where it can no longer be understood. */
    static Object[][] brokenJson() {
        return new Object[][] {
            {"{", 1},
            {"{}", 1},
            {"{\"cidr\"}", 8},
            {"{\"cidr\":", 8},
            {"{\"cidr\":null}", 13},
            {"{\"cidr\":{\"cidr\":\"10.0.0.1\"}}", 9},
            {"{\"cidr\":[\"10.0.0.1\"]}", 9},
            {"{\"cidr\":167772161}", 18},
            {"{\"cidr\":\"10.0.0.1\",\"cidr\":\"10.0.0.2\"}", 27},
            {"{\"CIDR\":\"10.0.0.1\"}", 1},
            {"{\"asn\":64496,\"rir\":\"arin\"}", 1},
            {"{\"type\":\"Metadata\"}", 1},
            {"{\"type\":[\"metadata\"]}", 1},
            {"{\"cidr\":\"10.0.0.1\"", 18},
            {"{\"cidr\":\"10.0.0.1\"}}", 20},
            {"{\"cidr\":\"10.0.0.1\"},", 20},
            {"{\"cidr\":\"10.0.0.1\"} # who", 21},
            {"{\"cidr\":\"10.0.0.1\"}{\"cidr\":\"10.0.0.2\"}", 20},
            {"{'cidr':'10.0.0.1'}", 2},
            {"{cidr:\"10.0.0.1\"}", 2},
            {"{\"cidr\":\"10.0.0.1\",}", 20},
            {"{\"cidr\"=\"10.0.0.1\"}", 8},
            {"{\"cidr\":\"10.0.0.1\",\"more\":TRUE}", 27},
            {"{\"more\":" + "[".repeat(4000), 263},
        };
    }

    @ParameterizedTest
    @MethodSource("brokenJson")
    void parse_brokenJson_namesFileLineAndColumn(String line, int column) throws IOException {
        String quoted = line.replace("\"", "\\\"");
        String part = line.length() > 200 ? line.substring(0, 200).replace("\"", "\\\"") + "..." : quoted;

        assertError("\n" + line, 2, column, part, JSON);
        assertError("\n  " + line + "\n", 2, column + 2, part, JSON);
    }

    @Test
    void parse_brokenRangeInJson_namesItsColumn() throws IOException {
        assertError("{\"cidr\":\"x\",\"sblid\":\"x\"}", 1, 10, "x", ADDRESS);
        assertError(" { \"sblid\" : \"x\", \"cidr\" : \"\" }", 1, 29, "", ADDRESS);
        assertError("{\"cidr\":\"10.0.0.0/33\"}", 1, 10, "10.0.0.0/33", LENGTH);
        assertError("{\"cidr\":\" 10.0.0.0/8\"}", 1, 10, " 10.0.0.0/8", ADDRESS);
        assertError("{\"cidr\":\"10.0.0.0/8 ; SBL1\"}", 1, 10, "10.0.0.0/8 ; SBL1", LENGTH);
        assertError("{\"cidr\":\"\\u000a\"}", 1, 10, "\\u000a", ADDRESS);
    }

    /** A list may come from anywhere: what it says must not forge a line of the log (CWE-117). */
    @Test
    void parse_unprintable_isEscapedAndCutOff() throws IOException {
        assertError("10.0.0.1\u001b[2J\u0000\u0085", 1, 1, "10.0.0.1\\u001b[2J\\u0000\\u00c2\\u0085", ADDRESS);
        assertError("\u2003", 1, 1, "\\u00e2\\u0080\\u0083", ADDRESS);
        assertError("10.0.0.1\u000b", 1, 1, "10.0.0.1\\u000b", ADDRESS);
        assertError("10.0.0.1\n\ufeff10.0.0.3", 2, 1, "\\u00ef\\u00bb\\u00bf10.0.0.3", ADDRESS);
        assertError("x".repeat(4096), 1, 1, "x".repeat(200) + "...", ADDRESS);
    }

    @Test
    void parse_utf16_isRefused() throws IOException {
        Files.writeString(file, "10.0.0.1\n", StandardCharsets.UTF_16);

        assertTrue(message().startsWith(file + ", line 1, column 1: \"\\u00fe\\u00ff\\u00001\\u0000"), message());
    }

    @ParameterizedTest
    @ValueSource(ints = {4097, 4098, 8192, 200_000})
    void parse_lineTooLong_isRefused(int length) throws IOException {
        String expected = "expected a line of at most 4096 bytes";

        assertError("10.0.0.1\n#" + "x".repeat(length - 1), 2, 4097, "#" + "x".repeat(199) + "...", expected);
        assertError(" ".repeat(length) + "\n10.0.0.1", 1, 4097, " ".repeat(200) + "...", expected);
    }

    @Test
    void parse_noFile_isNamed() {
        assertEquals(
                file + ": expected a file that can be read: java.nio.file.NoSuchFileException: " + file, message());
        assertTrue(assertThrows(AddressFileException.class, () -> AddressFile.parse(directory))
                .getMessage()
                .startsWith(directory + ": expected a file that can be read: "));
    }

    /** Whatever bytes there are: ranges, or this exception with a printable message of one line. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void parse_randomBytes_thisExceptionAlone(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> parts =
                List.of("10.0.0.1", "/8", "-", "::", "{\"cidr\":\"", "\"}", "#", ";", "\n", "\r", " ", "\u00ff");
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(12); count > 0; count--) {
                text.append(
                        random.nextInt(8) > 0
                                ? parts.get(random.nextInt(parts.size()))
                                : String.valueOf((char) random.nextInt(256)));
            }
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
            try {
                AddressFile.parse(file);
            } catch (AddressFileException e) {
                String message =
                        String.valueOf(e.getMessage()).substring(file.toString().length());
                assertTrue(message.matches(", line \\d+, column \\d+: \"[ -~]*\": [ -~]*expected [ -~]+"), message);
            }
        }
    }

    private void assertError(String text, int line, int column, String quoted, String expected) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);

        assertEquals(file + ", line " + line + ", column " + column + ": \"" + quoted + "\": " + expected, message());
    }

    private String message() {
        return assertThrows(AddressFileException.class, () -> AddressFile.parse(file))
                .getMessage();
    }
}
