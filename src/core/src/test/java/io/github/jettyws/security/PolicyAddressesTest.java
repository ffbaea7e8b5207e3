package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect from where: lists, files and the transport. */
class PolicyAddressesTest {
    private static final String ANN = "192.0.2.1";
    private static final String BOB = "198.51.100.7";
    private static final Optional<Reason> PROCEEDS = Optional.empty();
    private static final Optional<Reason> BLOCKED = Optional.of(Reason.ADDRESS_BLOCKED);

    @TempDir
    Path base;

    private final Clients clients = Guards.clients(64);
    private final PolicySettings all = new PolicySettings("/", null);
    private final PolicySettings chat = new PolicySettings("/chat", all);

    @BeforeEach
    void anyOrigin() {
        all.setOriginCheck("false");
    }

    @Test
    void blockedFile_listed_refused() throws IOException {
        write("list.txt", "# bob's network\n198.51.100.0/24 ; SBL1\n");
        all.setAddressBlockedFile("list.txt");

        assertEquals(PROCEEDS, gate(all, ANN));
        assertEquals(BLOCKED, gate(all, BOB));
        assertEquals(BLOCKED, gate(chat, BOB));
    }

    @Test
    void allowed_listed_theyAlone() {
        all.setAddressAllowed("192.0.2.0/24");

        assertEquals(PROCEEDS, gate(all, ANN));
        assertEquals(BLOCKED, gate(all, BOB));
    }

    /** Allowed narrows, blocked wins. */
    @Test
    void allowed_andBlocked_blocked() {
        all.setAddressAllowed("192.0.2.0/24");
        all.setAddressBlocked(ANN);

        assertEquals(BLOCKED, gate(all, ANN));
        assertEquals(PROCEEDS, gate(all, "192.0.2.2"));
    }

    @Test
    void allowed_entriesAndFile_both() throws IOException {
        write("list.txt", "198.51.100.0/24");
        all.setAddressAllowed(ANN);
        all.setAddressAllowedFile("list.txt");

        assertEquals(PROCEEDS, gate(all, ANN));
        assertEquals(PROCEEDS, gate(all, BOB));
        assertEquals(BLOCKED, gate(all, "203.0.113.1"));
    }

    /** A list of nobody is not the same as no list. */
    @Test
    void allowed_fileWithoutEntries_nobody() throws IOException {
        write("list.txt", "# none yet\n");
        all.setAddressAllowedFile("list.txt");

        assertEquals(BLOCKED, gate(all, ANN));
    }

    @Test
    void allowed_pathTakesItBack_everybodyThere() {
        all.setAddressAllowed("192.0.2.0/24");
        chat.setAddressAllowed("");

        assertEquals(BLOCKED, gate(all, BOB));
        assertEquals(PROCEEDS, gate(chat, BOB));
    }

    @Test
    void secureOnly_set_onlyEncrypted() {
        Handshake clear = Requests.request().secure(false).make();
        assertEquals(PROCEEDS, gate(all, clear));
        all.setSecureOnly("true");

        assertEquals(Optional.of(Reason.INSECURE_TRANSPORT), gate(all, clear));
        assertEquals(Optional.of(Reason.INSECURE_TRANSPORT), gate(chat, clear));
        assertEquals(PROCEEDS, gate(all, Requests.request().secure(true).make()));
        chat.setSecureOnly("false");
        assertEquals(PROCEEDS, gate(chat, clear));
    }

    /** Banned, blocked, transport, handshake: what is cheapest comes first. */
    @Test
    void gate_everythingWrong_inOrder() {
        all.setSecureOnly("true");
        all.setAddressBlocked(BOB);
        Requests wrong =
                Requests.request().secure(false).without("Sec-WebSocket-Key").client(BOB);
        assertEquals(BLOCKED, gate(all, wrong.make()));
        clients.bans().ban(IpAddress.parse(BOB).orElseThrow(), Duration.ofMinutes(1));

        assertEquals(Optional.of(Reason.ADDRESS_BANNED), gate(all, wrong.make()));
        wrong.client(ANN);
        assertEquals(Optional.of(Reason.INSECURE_TRANSPORT), gate(all, wrong.make()));
        assertEquals(
                Optional.of(Reason.MALFORMED_HANDSHAKE),
                gate(all, wrong.secure(true).make()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blockedFile", "allowedFile"})
    void file_missing_oneLine(String name) {
        set(all, name, "missing.txt");

        Path file = base.resolve("missing.txt");
        assertError(
                all,
                "ws-security.address." + name + ": 'missing.txt': " + file
                        + ": expected a file that can be read: java.nio.file.NoSuchFileException: " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blockedFile", "allowedFile"})
    void file_broken_oneLineWithLineAndColumn(String name) throws IOException {
        Path file = write("list.txt", "# a list\r\n192.0.2.0/24\r\n  198.51.100.7/99 # bob\r\nnext\r\n");
        set(all, name, "list.txt");

        assertError(
                all,
                "ws-security.address." + name + ": 'list.txt': " + file
                        + ", line 3, column 3: \"198.51.100.7/99\": expected a prefix length from 0 to 32 after the slash");
    }

    @Test
    void file_brokenOfAPath_namesThePath() throws IOException {
        Path file = write("list.txt", "nobody");
        chat.setAddressBlockedFile("list.txt");

        assertError(
                chat,
                "ws-security.address.blockedFile (policy of /chat): 'list.txt': " + file
                        + ", line 1, column 1: \"nobody\": expected an IPv4 or IPv6 address, a range such as"
                        + " 192.0.2.0/24, or one such as 192.0.2.1-192.0.2.9");
    }

    @Test
    void file_isAFolder_oneLine() {
        all.setAddressBlockedFile(".");

        String message = message(all);
        assertEquals(1, message.lines().count());
        assertEquals(0, message.indexOf("ws-security.address.blockedFile: '.': "), message);
    }

    private static void set(PolicySettings settings, String name, String value) {
        if (name.equals("blockedFile")) {
            settings.setAddressBlockedFile(value);
        } else {
            settings.setAddressAllowedFile(value);
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(base.resolve(name), content);
    }

    private PolicyFactory factory() {
        return new PolicyFactory(
                clients,
                new AddressLists(base),
                new Credentials(base, Guards.CLOCK, Ticker.systemTicker()),
                Guards.NO_TOTAL,
                new Shapes(base, Ticker.systemTicker()),
                new FakeTicker());
    }

    private Optional<Reason> gate(PolicySettings settings, String client) {
        return gate(settings, Requests.request().client(client).make());
    }

    private Optional<Reason> gate(PolicySettings settings, Handshake handshake) {
        return Guards.guard()
                .attempt(factory().policy(settings), handshake)
                .gate()
                .map(Verdict.Refusal::reason);
    }

    private String message(PolicySettings settings) {
        return assertThrows(ConfigurationException.class, () -> factory().policy(settings))
                .getMessage();
    }

    private void assertError(PolicySettings settings, String line) {
        assertEquals(List.of(line), message(settings).lines().toList());
    }
}
