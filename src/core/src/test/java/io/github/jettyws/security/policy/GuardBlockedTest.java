package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.PolicyParts;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of connections that are open when a list is read again. */
class GuardBlockedTest {
    private static final String ANN = "192.0.2.1";
    private static final String BOB = "192.0.2.2";

    @TempDir
    Path folder;

    private final PolicyFixture fixture = new PolicyFixture();
    private final Map<String, Integer> codes = new TreeMap<>();
    private AddressList blocked;

    @BeforeEach
    void load() throws IOException {
        blocked = AddressList.load(AddressSet.EMPTY, write(""));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("blocked.txt"), content);
    }

    private void reload(String content) throws IOException {
        write(content);
        blocked.reload();
        fixture.guard.closeBlocked();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void closeBlocked_newlyBlocked_endWith1008AndTheRestStays() throws Exception {
        Policy policy = policy(Mode.ENFORCE);
        open(policy, ANN);
        open(policy, BOB);
        reload(BOB);

        assertEquals(Map.of(BOB, 1008), codes);
        SecurityEvent ended = fixture.recorder.next(3).get(2);
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), ended.reason());
        assertEquals(BOB, ended.clientAddress());
        assertEquals(Optional.of(2L), ended.connection());
    }

    /** Whoever does not answer the close frame is not told of again and again. */
    @Test
    void closeBlocked_beforeTheClientHasAnswered_toldOnce() throws Exception {
        GuardedConnection connection = open(policy(Mode.ENFORCE), BOB);
        reload(BOB);
        codes.clear();
        reload(BOB + "\n198.51.100.0/24");
        connection.close(1008);

        assertEquals(Map.of(), codes);
        assertEquals(1, fixture.counters().of(SecurityEvent.Type.ENDED));
        SecurityEvent closed = fixture.recorder.next(3).get(2);
        assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), closed.reason());
    }

    @Test
    void closeBlocked_notAmongTheAllowedAnyMore_ends() throws Exception {
        write(ANN + "\n" + BOB);
        AddressList allowed = AddressList.load(AddressSet.EMPTY, folder.resolve("blocked.txt"));
        Policy policy = with(Mode.ENFORCE, new AddressCheck(AddressList.of(AddressSet.EMPTY), allowed));
        open(policy, ANN);
        open(policy, BOB);
        write(ANN);
        allowed.reload();
        fixture.guard.closeBlocked();

        assertEquals(Map.of(BOB, 1008), codes);
    }

    @Test
    void closeBlocked_policyOfAnotherList_stays() throws Exception {
        open(fixture.policy(Mode.ENFORCE), BOB);
        reload(BOB);

        assertEquals(Map.of(), codes);
    }

    /** A blocked proxy is a blocked way in. */
    @Test
    void closeBlocked_peerBlocked_ends() throws Exception {
        Attempt attempt = fixture.guard.attempt(
                policy(Mode.ENFORCE),
                Requests.request().client(ANN).proxy("203.0.113.1").make());
        open(attempt, ANN);
        reload("203.0.113.0/24");

        assertEquals(Map.of(ANN, 1008), codes);
    }

    @Test
    void closeBlocked_reportMode_toldAndNothingIsClosed() throws Exception {
        open(policy(Mode.REPORT), BOB);
        reload(BOB);

        assertEquals(Map.of(), codes);
        SecurityEvent ended = fixture.recorder.next(2).get(1);
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertFalse(ended.enforced());
        assertEquals(1, fixture.guard.connections());
    }

    /** It passed the gate before the list was read again, and opens after it. */
    @Test
    void open_blockedMeanwhile_endsAtOnce() throws Exception {
        Attempt underWay = fixture.guard.attempt(
                policy(Mode.ENFORCE), Requests.request().client(BOB).make());
        assertEquals(Optional.empty(), underWay.gate());
        reload(BOB);
        assertEquals(Map.of(), codes);
        open(underWay, BOB);

        assertEquals(Map.of(BOB, 1008), codes);
    }

    @Test
    void closeBlocked_slotOfTheClosed_freeOnceItHasEnded() throws Exception {
        Policy policy = policy(Mode.ENFORCE);
        Attempt attempt =
                fixture.guard.attempt(policy, Requests.request().client(BOB).make());
        attempt.gate();
        GuardedConnection connection = open(attempt, BOB);
        reload(BOB);
        assertEquals(1, policy.slots().held());

        connection.close(1008);
        connection.close(1006);
        fixture.guard.end();
        assertEquals(0, policy.slots().held());
    }

    private Policy policy(Mode mode) {
        return with(mode, new AddressCheck(blocked, null));
    }

    private Policy with(Mode mode, AddressCheck address) {
        PolicyParts parts = new PolicyParts(fixture.policy(mode));
        parts.address = address;
        parts.checks = List.of(address);
        return parts.policy();
    }

    private GuardedConnection open(Policy policy, String client) {
        return open(
                fixture.guard.attempt(policy, Requests.request().client(client).make()), client);
    }

    private GuardedConnection open(Attempt attempt, String client) {
        return attempt.open(this, code -> {
            codes.put(client, code);
            return CompletableFuture.completedFuture(null);
        });
    }
}
