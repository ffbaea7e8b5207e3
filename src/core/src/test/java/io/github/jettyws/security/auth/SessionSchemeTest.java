package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionSchemeTest {
    private static final SessionScheme LOGIN = new SessionScheme(null, Set.of());
    private static final SessionScheme ATTRIBUTE = new SessionScheme("user", Set.of());

    @Test
    void prove_noSession_nobody() {
        assertEquals(Proof.ABSENT, LOGIN.prove(null));
        assertEquals(Proof.ABSENT, ATTRIBUTE.prove(null));
    }

    @Test
    void prove_anonymousSession_nobody() {
        SessionView anonymous = session(Map.of("other", "bob"), null);

        assertEquals(Proof.ABSENT, LOGIN.prove(anonymous));
        assertEquals(Proof.ABSENT, ATTRIBUTE.prove(anonymous));
    }

    @Test
    void prove_login_countsWhereNoAttributeIsNamed() {
        SessionView loggedIn = session(Map.of(), "ann");

        assertEquals(new Proof.Proved(Identity.of("ann", "session"), loggedIn), LOGIN.prove(loggedIn));
        assertEquals(Proof.ABSENT, ATTRIBUTE.prove(loggedIn));
    }

    @Test
    void prove_attribute_countsWhereItIsNamed() {
        SessionView withAttribute = session(Map.of("user", "bob"), null);

        assertEquals(new Proof.Proved(Identity.of("bob", "session"), withAttribute), ATTRIBUTE.prove(withAttribute));
        assertEquals(Proof.ABSENT, LOGIN.prove(withAttribute));
    }

    @Test
    void prove_attributeOfAnyType_namesTheUser() {
        Principal principal = () -> "carol";
        SessionView carol = session(Map.of("user", principal), null);
        SessionView number = session(Map.of("user", 42L), null);

        assertEquals(new Proof.Proved(Identity.of("carol", "session"), carol), ATTRIBUTE.prove(carol));
        assertEquals(new Proof.Proved(Identity.of("42", "session"), number), ATTRIBUTE.prove(number));
    }

    @Test
    void prove_rolesOfALogin_thoseThatItHasOfThoseAsked() {
        SessionView operator = new SessionView() {
            @Override
            public Object attribute(String name) {
                return null;
            }

            @Override
            public Optional<String> login() {
                return Optional.of("ann");
            }

            @Override
            public boolean isUserInRole(String role) {
                return Set.of("ops", "dev").contains(role);
            }
        };

        Proof proof = new SessionScheme(null, Set.of("ops", "admin")).prove(operator);

        assertEquals(
                Set.of("ops"),
                assertInstanceOf(Proof.Proved.class, proof).identity().roles());
    }

    private static SessionView session(Map<String, Object> attributes, String login) {
        return new SessionView() {
            @Override
            public Object attribute(String name) {
                return attributes.get(name);
            }

            @Override
            public Optional<String> login() {
                return Optional.ofNullable(login);
            }
        };
    }
}
