package io.github.jettyws.security.auth;

import static io.github.jettyws.security.auth.ApiKeySamples.HASH;
import static io.github.jettyws.security.auth.ApiKeySamples.ID;
import static io.github.jettyws.security.auth.ApiKeySamples.KEY;
import static io.github.jettyws.security.auth.ApiKeySamples.LINE;
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

class ApiKeysTest {
    private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00Z");
    private static final Clock BEFORE = Clock.fixed(EXPIRY.minusNanos(1), ZoneOffset.UTC);
    private static final Clock AT = Clock.fixed(EXPIRY, ZoneOffset.UTC);
    private static final Proof UNKNOWN = new Rejected("unknown key");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("api.keys");
    }

    @Test
    void prove_knownKey_itsNameAndRoles() throws IOException {
        ApiKeys keys = keys("# ours\n" + LINE + " roles=deploy,read,read expires=2027-01-01T00:00:00Z\n", BEFORE);

        assertEquals(
                new Proved(new Identity(
                        "ci", Set.of("deploy", "read"), "apiKey", Map.of(), Optional.of(EXPIRY), Optional.of(ID))),
                prove(keys, request(KEY)));
    }

    @Test
    void prove_fieldsInAnyOrder_theSame() throws IOException {
        assertEquals(ci(), prove(keys("\t name=ci  hash=" + HASH + "\tid=" + ID + " ", AT), request(KEY)));
    }

    @Test
    void prove_header_isTheOneNamed() throws IOException {
        Files.writeString(file, LINE);
        ApiKeys keys = ApiKeys.load("X-Robot", file, null, AT);

        assertEquals(Proof.ABSENT, prove(keys, request(KEY)));
        assertEquals(ci(), prove(keys, Requests.request().header("x-robot", KEY)));
    }

    @Test
    void prove_noKeyOrTwo_absentOrRejected() throws IOException {
        ApiKeys keys = keys(LINE, AT);

        assertEquals(Proof.ABSENT, prove(keys, Requests.request()));
        assertEquals(new Rejected("more than one key"), prove(keys, request(KEY, KEY)));
        assertEquals(new Rejected("malformed"), prove(keys, request(KEY + "," + KEY)));
    }

    @Test
    void prove_atItsExpiry_isExpired() throws IOException {
        String line = LINE + " expires=2027-01-01T00:00:00Z";

        assertFalse(prove(keys(line, BEFORE), request(KEY)) instanceof Rejected);
        assertEquals(new Rejected("expired"), prove(keys(line, AT), request(KEY)));
    }

    @Test
    void prove_wrongSecretOrUnknownId_areOne() throws IOException {
        ApiKeys keys = keys(LINE, AT);

        assertEquals(UNKNOWN, prove(keys, request(KEY.replace("_ZG", "_ZH"))));
        assertEquals(UNKNOWN, prove(keys, request(KEY.replace("cdef_", "cdee_"))));
        assertEquals(UNKNOWN, prove(keys("", AT), request(KEY)));
        // Two keys that have changed ids.
        assertEquals(UNKNOWN, prove(keys(LINE.replace("cdef", "cdee"), AT), request(KEY)));
    }

    /** Of the last six bits two are zero; text that says otherwise is another key, though it decodes to the same bytes. */
    @Test
    void prove_otherTextOfTheSameBytes_isUnknown() throws IOException {
        assertEquals(UNKNOWN, prove(keys(LINE, AT), request(KEY.replaceFirst("M$", "N"))));
    }

    @Test
    void prove_whatANobodyHashes_isUnknown() throws IOException {
        String none = "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        assertEquals(UNKNOWN, prove(keys("id=" + ID + " name=ci hash=" + none, AT), request(KEY)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true",
        "192.0.2.255, true",
        "192.0.3.0, false",
        "2001:db8::ff, true",
        "2001:db8::100, false",
        ", false"
    })
    void prove_addresses_onlyFromThere(String client, boolean good) throws IOException {
        ApiKeys keys = keys(LINE + " addresses=192.0.2.0/24,2001:db8::-2001:db8::ff", AT);

        assertEquals(
                good ? ci() : new Rejected("address not allowed for this key"),
                prove(keys, request(KEY).client(client)));
    }

    /** What is known then is the proxy, and not the client. */
    @Test
    void prove_addressesAndUnresolvedClient_isRejected() throws IOException {
        ApiKeys keys = keys(LINE + " addresses=192.0.2.0/24", AT);

        assertEquals(
                new Rejected("address not allowed for this key"),
                prove(keys, request(KEY).unresolved()));
    }

    @Test
    void prove_origins_onlyForThem() throws IOException {
        ApiKeys keys = keys(LINE + " origins=https://*.example.com,regex:https?://localhost:\\d+", AT);
        Proof rejected = new Rejected("origin not allowed for this key");

        assertEquals(ci(), prove(keys, request(KEY).header("Origin", "https://app.example.com")));
        assertEquals(ci(), prove(keys, request(KEY).header("Origin", "http://localhost:8080")));
        assertEquals(rejected, prove(keys, request(KEY).header("Origin", "https://example.com")));
        assertEquals(rejected, prove(keys, request(KEY).header("Origin", "null")));
        assertEquals(rejected, prove(keys, request(KEY).header("Origin", "")));
        assertEquals(rejected, prove(keys, request(KEY)));
        assertEquals(
                rejected,
                prove(keys, request(KEY).header("Origin", "https://app.example.com", "https://app.example.com")));
    }

    @Test
    void prove_pepper_isNeeded() throws IOException {
        Path pepper = Files.writeString(directory.resolve("pepper"), ApiKeySamples.PEPPER);
        Files.writeString(file, LINE.replace(HASH, ApiKeySamples.PEPPERED));

        assertEquals(ci(), prove(ApiKeys.load("X-API-Key", file, pepper, AT), request(KEY)));
        assertEquals(UNKNOWN, prove(ApiKeys.load("X-API-Key", file, null, AT), request(KEY)));

        Files.writeString(pepper, ApiKeySamples.PEPPER + "\n" + ApiKeySamples.PEPPER);
        assertThrows(CredentialFileException.class, () -> ApiKeys.load("X-API-Key", file, pepper, AT));
    }

    @Test
    void reload_linesGoneOrChanged_areNamed() throws IOException {
        String second = LINE.replace("cdef", "cdee");
        ApiKeys keys = keys(LINE + "\n" + second, AT);

        Files.writeString(file, second + "\n\n" + LINE + "\n" + LINE.replace("cdef", "cded"));
        assertEquals(Set.of(), keys.reload());
        Files.writeString(file, second + " roles=a\n" + LINE);
        assertEquals(Set.of("0123456789abcdee", "0123456789abcded"), keys.reload());
        assertEquals(ci(), prove(keys, request(KEY)));
        Files.writeString(file, "");
        assertEquals(Set.of("0123456789abcdee", ID), keys.reload());
        assertEquals(UNKNOWN, prove(keys, request(KEY)));
    }

    /** With another pepper no hash is that of its key any more. */
    @Test
    void reload_otherPepper_allAreNamed() throws IOException {
        Path pepper = Files.writeString(directory.resolve("pepper"), ApiKeySamples.PEPPER);
        Files.writeString(file, LINE);
        ApiKeys keys = ApiKeys.load("X-API-Key", file, pepper, AT);

        Files.writeString(pepper, "# the same\n" + ApiKeySamples.PEPPER);
        assertEquals(Set.of(), keys.reload());
        Files.writeString(pepper, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=");
        assertEquals(Set.of(ID), keys.reload());
    }

    @Test
    void reload_brokenFile_keepsTheKeys() throws IOException {
        ApiKeys keys = keys(LINE, AT);
        Files.writeString(file, LINE.replace("cdef", "cdee") + "\nbroken");

        assertThrows(CredentialFileException.class, keys::reload);
        assertEquals(ci(), prove(keys, request(KEY)));
    }

    @Test
    void load_noHeader_isRefused() throws IOException {
        Files.writeString(file, LINE);

        assertThrows(IllegalArgumentException.class, () -> ApiKeys.load("", file, null, AT));
        assertThrows(IllegalArgumentException.class, () -> ApiKeys.load("X API", file, null, AT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void prove_changedAnywhere_neverProves(long seed) throws IOException {
        Random random = new Random(seed);
        ApiKeys keys = keys(LINE, AT);
        String alphabet = "abcdef0123456789ABC_-wsk= ,\u00e9\u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(KEY);
            for (int change = random.nextInt(3); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (!text.toString().equals(KEY)) {
                assertFalse(prove(keys, request(text.toString())) instanceof Proved, text::toString);
            }
        }
    }

    private ApiKeys keys(String text, Clock clock) throws IOException {
        Files.writeString(file, text);
        return ApiKeys.load(ApiKeys.HEADER, file, null, clock);
    }

    private static Proof ci() {
        return new Proved(new Identity("ci", Set.of(), "apiKey", Map.of(), Optional.empty(), Optional.of(ID)));
    }

    private static Requests request(String... keys) {
        return Requests.request().header("X-API-Key", keys);
    }

    private static Proof prove(ApiKeys keys, Requests request) {
        return keys.prove(request.make());
    }
}
