package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jettyws.security.fixture.Guards;
import org.junit.jupiter.api.Test;

class RevocationListTest {
    private final RevocationList revocations = new RevocationList();

    @Test
    void revoke_beforeTheStart_fails() {
        IllegalStateException early = assertThrows(IllegalStateException.class, () -> revocations.revokeUser("ann"));
        assertEquals("nothing can be revoked yet: expected a server that has started", early.getMessage());
        assertEquals(0, revocations.getUsers());
    }

    @Test
    void revoke_nobody_isRefused() {
        revocations.begin(Guards.guard());
        assertThrows(IllegalArgumentException.class, () -> revocations.revokeUser(""));
        assertThrows(IllegalArgumentException.class, () -> revocations.revokeToken(""));
        assertThrows(IllegalArgumentException.class, () -> revocations.revokeSession(""));
    }

    /** The cookie holds the id and the name of a node, and an operator may have either. */
    @Test
    void revoke_eachKind_isCounted() {
        revocations.begin(Guards.guard());
        assertEquals(0, revocations.revokeUser("ann"));
        assertEquals(0, revocations.revokeToken("one"));
        assertEquals(0, revocations.revokeToken("two"));
        assertEquals(0, revocations.revokeSession("node0abc.node0"));
        assertEquals(0, revocations.revokeSession("node0abc"));

        assertEquals(1, revocations.getUsers());
        assertEquals(2, revocations.getTokens());
        assertEquals(1, revocations.getSessions());
    }
}
