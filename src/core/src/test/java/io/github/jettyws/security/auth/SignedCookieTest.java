package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.fixture.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedCookieTest {
    private static final Instant EXPIRY = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock BEFORE = Clock.fixed(EXPIRY.minusNanos(1), ZoneOffset.UTC);

    private static final byte[] KEY = key(0);
    private static final CookieSigner SIGNER = new CookieSigner("user", KEY);

    /** Made by the four lines of Python in the Javadoc, with the key 00 01 … 1f. */
    private static final String ANN = "eyJzdWIiOiJhbm4iLCJyb2xlcyI6WyJhZG1pbiIsIm9wcyJdLCJleHAiOjE3OTUyNTUyMDB9"
            + ".6EqUnooraMnCQrIHcryghlcl73GV0ksZQTf8fiF1_P0";

    private static final String ZOE =
            "eyJzdWIiOiAiWm_DqyIsICJleHAiOiAxNzk1MjU1MjAwfQ.0kMjYXca9BJ-yNZzeCR8IR25n2zjt9XNm0ygDU00oXo";

    private static final String BOB = "{\"sub\":\"bob\",\"exp\":1795255200}";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        file = directory.resolve("cookie.keys");
        write(KEY);
    }

    @Test
    void prove_signedByPython_isTheUser() {
        assertEquals(
                new Proved(new Identity(
                        "ann", Set.of("admin", "ops"), "cookie", Map.of(), Optional.of(EXPIRY), Optional.empty())),
                prove("user", BEFORE, true, "user=" + ANN));
        assertEquals(identity("Zo\u00eb"), prove("__Host-user", BEFORE, true, "__Host-user=" + ZOE));
    }

    @Test
    void prove_noSuchCookie_isAbsent() {
        assertEquals(Proof.ABSENT, prove("user", BEFORE, true));
        assertEquals(Proof.ABSENT, prove("user", BEFORE, true, "other=" + ANN + "; USER=" + ANN));
    }

    /** Good in the last nanosecond before exp, and no longer at exp. */
    @Test
    void prove_atItsExpiry_isExpired() {
        assertEquals(identity("bob"), prove("user", BEFORE, true, "user=" + SIGNER.sign(BOB)));
        assertEquals(
                new Rejected("expired"),
                prove("user", Clock.fixed(EXPIRY, ZoneOffset.UTC), true, "user=" + SIGNER.sign(BOB)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "x",
                "\"x\"",
                "eyJzdWIiOiJhbm4ifQ",
                "eyJzdWIiOiJhbm4ifQ.",
                "eyJzdWIiOiJhbm4ifQ==.AAAA",
                "eyJzdWIiOiJhbm4ifR.AAAA",
                "eyJz dWI.AAAA",
                "e30.AAAA.AAAA",
                "e30.AA+/",
                "e30.",
                // A good code without its last three bytes, and with one byte more.
                "e30.0kMjYXca9BJ-yNZzeCR8IR25n2zjt9XNm0ygDU0",
                "e30.0kMjYXca9BJ-yNZzeCR8IR25n2zjt9XNm0ygDU00oXoA",
            })
    void prove_notOfTheForm_isMalformed(String value) {
        assertEquals(new Rejected("malformed"), prove("user", BEFORE, true, "user=" + value));
    }

    @Test
    void prove_otherSignature_isWrong() {
        String wrong = SIGNER.sign(BOB).substring(SIGNER.sign(BOB).indexOf('.'));

        assertEquals(
                new Rejected("wrong signature"),
                prove("user", BEFORE, true, "user=" + new CookieSigner("user", key(1)).sign(BOB)));
        assertEquals(
                new Rejected("wrong signature"),
                prove("user", BEFORE, true, "user=" + ANN.substring(0, ANN.indexOf('.')) + wrong));
    }

    /** The name is signed: what is valid in one cookie is nothing in another. */
    @Test
    void prove_valueOfAnotherCookie_isWrong() {
        assertEquals(new Rejected("wrong signature"), prove("admin", BEFORE, true, "admin=" + ANN));
    }

    @Test
    void prove_signedButNoPayload_isMalformed() {
        assertEquals(new Rejected("malformed"), prove("user", BEFORE, true, "user=" + SIGNER.sign("{}")));
    }

    /** No value has 4097 characters: base64 has no such length. */
    @ParameterizedTest
    @CsvSource({"3039, 4096, true", "3040, 4098, false"})
    void prove_length_upTo4096(int bytes, int length, boolean good) {
        String value = SIGNER.sign(BOB + " ".repeat(bytes - BOB.length()));
        assertEquals(length, value.length());

        assertEquals(good ? identity("bob") : new Rejected("too long"), prove("user", BEFORE, true, "user=" + value));
        assertEquals(new Rejected("too long"), prove("user", BEFORE, true, "user=" + "x".repeat(4097)));
        assertEquals(new Rejected("malformed"), prove("user", BEFORE, true, "user=" + "x".repeat(4096)));
    }

    @Test
    void prove_sentTwice_onlyTheSameValueTwiceIsGood() {
        Proof twice = new Rejected("two cookies of one name");

        assertEquals(twice, prove("user", BEFORE, true, "user=" + ANN + "; user=x"));
        assertEquals(twice, prove("user", BEFORE, true, "user=", "user=" + ANN));
        assertEquals(twice, prove("user", BEFORE, true, "user=" + ANN, "a=b; user=" + SIGNER.sign(BOB)));
        assertEquals(
                identity("bob"), prove("user", BEFORE, true, "user=" + SIGNER.sign(BOB), "user=" + SIGNER.sign(BOB)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-user", "__Secure-user", "__hOST-user", "__SECURE-user"})
    void prove_prefixedOverUnencrypted_isRejected(String name) {
        String line = name + "=" + new CookieSigner(name, KEY).sign(BOB);

        assertEquals(identity("bob"), prove(name, BEFORE, true, line));
        assertEquals(new Rejected("connection not encrypted"), prove(name, BEFORE, false, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "Host-user", "x__Host-user", "__Hostuser"})
    void prove_notPrefixedOverUnencrypted_isGood(String name) {
        assertEquals(identity("bob"), prove(name, BEFORE, false, name + "=" + new CookieSigner(name, KEY).sign(BOB)));
    }

    @Test
    void reload_rotation_neverRefusesWhatIsGood() throws IOException {
        SignedCookie cookie = SignedCookie.load("user", file, BEFORE);
        String old = SIGNER.sign(BOB);
        String young = new CookieSigner("user", key(1)).sign(BOB);

        write(KEY, key(1));
        cookie.reload();
        assertEquals(identity("bob"), prove(cookie, true, "user=" + old));
        assertEquals(identity("bob"), prove(cookie, true, "user=" + young));

        write(key(1));
        cookie.reload();
        assertEquals(new Rejected("wrong signature"), prove(cookie, true, "user=" + old));
        assertEquals(identity("bob"), prove(cookie, true, "user=" + young));
    }

    @Test
    void reload_brokenFile_keepsTheKeys() throws IOException {
        SignedCookie cookie = SignedCookie.load("user", file, BEFORE);
        Files.writeString(file, "broken");

        assertThrows(CredentialFileException.class, cookie::reload);
        assertEquals(identity("bob"), prove(cookie, true, "user=" + SIGNER.sign(BOB)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;b", "a\nb", "\u00e4"})
    void load_noName_isRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> SignedCookie.load(name, file, BEFORE));
    }

    /** Cookies that were changed by a character, cut, or put together of others. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void prove_changedAnywhere_neverProves(long seed) {
        Random random = new Random(seed);
        SignedCookie cookie = SignedCookie.load("user", file, BEFORE);
        String good = SIGNER.sign(BOB);
        String alphabet = "ABab01-_.=+/ \"%\u00e9\u0000{}";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder(good);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(value.length());
                switch (random.nextInt(3)) {
                    case 0 -> value.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> value.deleteCharAt(at);
                    default -> value.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            // Blanks at the ends do not belong to the value, and what stands behind a semicolon neither.
            if (!value.toString().strip().equals(good)) {
                assertFalse(prove(cookie, true, "user=" + value) instanceof Proved, value::toString);
            }
        }
    }

    private Proof prove(String name, Clock clock, boolean secure, String... lines) {
        return prove(SignedCookie.load(name, file, clock), secure, lines);
    }

    private static Proof prove(SignedCookie cookie, boolean secure, String... lines) {
        Requests request = Requests.request().secure(secure);
        return cookie.prove((lines.length == 0 ? request : request.header("Cookie", lines)).make());
    }

    private static Proof identity(String name) {
        return new Proved(new Identity(name, Set.of(), "cookie", Map.of(), Optional.of(EXPIRY), Optional.empty()));
    }

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (first + i);
        }
        return key;
    }

    private void write(byte[]... keys) throws IOException {
        Files.write(
                file,
                Arrays.stream(keys)
                        .map(key -> Base64.getEncoder().encodeToString(key))
                        .toList());
    }
}
