package io.github.jettyws.security.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://issuer.example.com/.well-known/jwks.json",
                "https://issuer.example.com",
                "HTTPS://issuer.example.com:8443/keys?p=b2c",
                "https://192.0.2.1/keys",
                "https://[2001:db8::1]/keys",
                "http://localhost/keys",
                "http://LOCALHOST:8080/keys",
                "http://127.0.0.1:8080/keys",
                "http://[::1]:8080/keys"
            })
    void parse_httpsOrThisMachine_isTaken(String text) {
        assertEquals(URI.create(text), JwksAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keys",
                "/keys",
                "//issuer.example.com/keys",
                "https:///keys",
                "https:issuer.example.com",
                "https://",
                "https://issuer_1.example.com/keys",
                "https://issuer.example.com/a b",
                "http://issuer.example.com/keys",
                "http://localhost.example.com/keys",
                "http://127.0.0.1.example.com/keys",
                "http://127.0.0.2/keys",
                "http://0.0.0.0/keys",
                "http://[::ffff:127.0.0.1]/keys",
                "file:///etc/keys",
                "ftp://localhost/keys",
                "jar:https://issuer.example.com/keys!/"
            })
    void parse_somethingElse_isRefused(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JwksAddress.parse(text));
        assertTrue(e.getMessage().startsWith("expected https and a host"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ann:canary@issuer.example.com/keys",
                "https://canary@issuer.example.com/keys",
                "https://@issuer.example.com/keys",
                "http://localhost@issuer.example.com/keys",
                "https://issuer.example.com/keys#canary"
            })
    void parse_userInformationOrFragment_isRefused(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JwksAddress.parse(text));
        assertEquals("expected no user information and no fragment in the address", e.getMessage());
    }

    @Test
    void parse_passwordInWhatIsNoAddress_isNotRepeated() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> JwksAddress.parse("https://ann:can ary@issuer.example.com/"));
        assertFalse(e.getMessage().contains("ary"), e.getMessage());
        assertEquals(null, e.getCause());
    }
}
