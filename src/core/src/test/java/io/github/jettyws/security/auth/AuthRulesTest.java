package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthRulesTest {
    private static final AuthRules LOGIN = new AuthRules(true, null);
    private static final AuthRules ATTRIBUTE = new AuthRules(true, "user");

    @Test
    void authenticate_noSession_nobody() {
        assertEquals(Optional.empty(), LOGIN.authenticate(null));
        assertEquals(Optional.empty(), ATTRIBUTE.authenticate(null));
    }

    @Test
    void authenticate_anonymousSession_nobody() {
        SessionView anonymous = session(Map.of("other", "bob"), null);

        assertEquals(Optional.empty(), LOGIN.authenticate(anonymous));
        assertEquals(Optional.empty(), ATTRIBUTE.authenticate(anonymous));
    }

    @Test
    void authenticate_login_countsWhereNoAttributeIsNamed() {
        SessionView loggedIn = session(Map.of(), "ann");

        assertEquals(Optional.of(Identity.of("ann", "session")), LOGIN.authenticate(loggedIn));
        assertEquals(Optional.empty(), ATTRIBUTE.authenticate(loggedIn));
    }

    @Test
    void authenticate_attribute_countsWhereItIsNamed() {
        SessionView withAttribute = session(Map.of("user", "bob"), null);

        assertEquals(Optional.of(Identity.of("bob", "session")), ATTRIBUTE.authenticate(withAttribute));
        assertEquals(Optional.empty(), LOGIN.authenticate(withAttribute));
    }

    @Test
    void authenticate_attributeOfAnyType_namesTheUser() {
        Principal principal = () -> "carol";

        assertEquals(
                Optional.of(Identity.of("carol", "session")),
                ATTRIBUTE.authenticate(session(Map.of("user", principal), null)));
        assertEquals(
                Optional.of(Identity.of("42", "session")), ATTRIBUTE.authenticate(session(Map.of("user", 42L), null)));
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
