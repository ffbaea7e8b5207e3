package io.github.jettyws.security.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any text that a client can send. */
class OriginPropertiesTest {
    private static final int TEXTS = 20_000;
    private static final String ALLOWED = "https://kiosk.example.com";

    /** All that can be written in ASCII for it; RFC 6454 knows no other spelling. */
    private static final Set<String> SPELLINGS = Set.of(ALLOWED, ALLOWED + ":443");

    private static final String ALPHABET = "https:/.@*[]aexmplckios-_%#?,\\ \t\r\n0123456789ABCDEFXYZ"
            + "\u0000\u007f\u00e9\u00df\u0130\u017f\u212a\u3002\uff0e\u2100\ud83d";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void check_garbage_isRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            assertAllowedOnlyAsWritten(garbage(random, random.nextInt(60)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8, 9, 10})
    void check_allowedOriginWithEdits_isRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder(ALLOWED);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                edit(text, random);
            }
            assertAllowedOnlyAsWritten(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void parse_serialisedOrigin_isTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            Origin origin = Origin.parse(origin(random)).orElseThrow();

            assertEquals(Optional.of(origin), Origin.parse(origin.toString()));
            assertTrue(OriginPattern.parse(origin.toString()).matches(origin));
        }
    }

    private static void assertAllowedOnlyAsWritten(String text) {
        OriginCheck check = new OriginCheck(
                new OriginRules(true, List.of(OriginPattern.parse(ALLOWED)), false, false, false, false));

        boolean allowed = check.check(Requests.origin(text)) == Verdict.PROCEED;

        boolean ascii = text.chars().allMatch(c -> c < 128);
        assertEquals(ascii && SPELLINGS.contains(text.toLowerCase(Locale.ROOT)), allowed, text);
    }

    private static String garbage(Random random, int length) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "https://" : "");
        for (int i = 0; i < length; i++) {
            text.append(character(random));
        }
        return text.toString();
    }

    private static void edit(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(5)) {
            case 0 -> text.insert(at, character(random));
            case 1 -> text.setCharAt(at, character(random));
            case 2 -> text.append(character(random));
            case 3 -> text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
            default -> text.append(":443", 0, 1 + random.nextInt(4));
        }
    }

    private static char character(Random random) {
        return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }

    private static String origin(Random random) {
        String scheme = List.of("http", "https", "HTTPS", "ws", "wss", "foo+1").get(random.nextInt(6));
        String host = switch (random.nextInt(3)) {
            case 0 -> "%d.%d.%d.%d".formatted(random.ints(4, 0, 256).boxed().toArray());
            case 1 -> ipv6(random);
            default -> "a%x.Example%x".formatted(random.nextInt(), random.nextInt());
        };
        return scheme + "://" + host + (random.nextBoolean() ? "" : ":" + (1 + random.nextInt(65535)));
    }

    /** Few values of a group, so that there are runs of zeros, and mapped addresses. */
    private static String ipv6(Random random) {
        int[] groups = random.ints(8, 0, 4)
                .map(i -> new int[] {0, 0, 0xffff, random.nextInt(0x10000)}[i])
                .toArray();
        if (random.nextInt(4) == 0) {
            System.arraycopy(new int[] {0, 0, 0, 0, 0, 0xffff}, 0, groups, 0, 6);
        }
        StringBuilder text = new StringBuilder("[");
        for (int group : groups) {
            text.append(text.length() == 1 ? "" : ":").append(Integer.toHexString(group));
        }
        return text.append(']').toString();
    }
}
