package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityTest {
    @Test
    void of_nameAndScheme_isAllThatIsKnown() {
        assertEquals(
                new Identity("ann", Set.of(), "session", Map.of(), Optional.empty(), Optional.empty()),
                Identity.of("ann", "session"));
    }

    @Test
    void identity_rolesAndClaims_areCopied() {
        Set<String> roles = new HashSet<>(Set.of("user"));
        Map<String, Object> claims = new HashMap<>(Map.of("sub", "ann"));
        Identity identity = new Identity("ann", roles, "jwt", claims, Optional.empty(), Optional.empty());
        roles.add("admin");
        claims.put("sub", "root");

        assertEquals(Set.of("user"), identity.roles());
        assertEquals(Map.of("sub", "ann"), identity.claims());
        assertThrows(UnsupportedOperationException.class, () -> identity.roles().add("admin"));
        assertThrows(
                UnsupportedOperationException.class, () -> identity.claims().clear());
    }

    @Test
    void toString_claims_areLeftOut() {
        Identity identity = new Identity(
                "ann",
                Set.of("user"),
                "jwt",
                Map.of("email", "ann@secret.example"),
                Optional.of(Instant.EPOCH),
                Optional.of("canary"));

        assertEquals("Identity[name=ann, roles=[user], scheme=jwt, expiry=1970-01-01T00:00:00Z]", identity.toString());
        assertEquals(
                "Identity[name=ann, roles=[], scheme=session]",
                Identity.of("ann", "session").toString());
    }
}
