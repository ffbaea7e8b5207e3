package io.github.jettyws.security.origin;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTest {
    private static final Verdict MISSING = Verdict.refuse(Reason.ORIGIN_MISSING);
    private static final Verdict NOT_ALLOWED = Verdict.refuse(Reason.ORIGIN_NOT_ALLOWED);

    private static final String APP = "https://app.example.com";
    private static final OriginRules APP_ONLY = rules(false, false, false, false, APP, "https://*.example.org");
    private static final OriginRules SAME = rules(true, false, false, false);
    private static final OriginRules LOCALHOST = rules(false, true, false, false);
    private static final OriginRules MISSING_ALLOWED = rules(false, false, true, false, APP);
    private static final OriginRules NULL_ALLOWED = rules(false, false, false, true, APP);

    @Test
    void check_anyPattern_proceeds() {
        assertEquals(Verdict.PROCEED, check(APP_ONLY, APP));
        assertEquals(Verdict.PROCEED, check(APP_ONLY, "https://a.example.org"));
        assertEquals(NOT_ALLOWED, check(APP_ONLY, "https://example.org"));
        assertEquals(NOT_ALLOWED, check(rules(false, false, false, false), APP));
    }

    /** Every one would be allowed if somebody compared text, or took a part of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/",
                "https://app.example.com/chat",
                "https://app.example.com.",
                "https://user@app.example.com",
                "https://evil.example/https://app.example.com",
                "https://app.example.com@evil.example",
                "https://app.example.com.evil.example",
                "https://evilapp.example.com",
                "https://app.example.com evil",
                "https://app.example.com https://evil.example",
                "https://app.example.com, https://app.example.com",
                "https://app.example.com,https://evil.example",
                " https://app.example.com",
                "https://app.example.com ",
                "https://app.example.com:0443",
                "http://app.example.com:443",
                "",
                " "
            })
    void check_nearlyAllowed_refused(String origin) {
        assertEquals(NOT_ALLOWED, check(APP_ONLY, origin));
    }

    @Test
    void check_twoHeaderLines_refusedThoughEachIsAllowed() {
        assertEquals(NOT_ALLOWED, check(APP_ONLY, APP, APP));
        assertEquals(NOT_ALLOWED, check(APP_ONLY, APP, "https://a.example.org"));
        assertEquals(NOT_ALLOWED, check(MISSING_ALLOWED, APP, ""));
        assertEquals(NOT_ALLOWED, check(NULL_ALLOWED, "null", "null"));
    }

    @Test
    void check_noHeader_onlyWhereAllowed() {
        assertEquals(MISSING, check(APP_ONLY));
        assertEquals(Verdict.PROCEED, check(MISSING_ALLOWED));
    }

    /** An empty one is there: it is not missing. */
    @Test
    void check_emptyHeader_refusedThoughMissingIsAllowed() {
        assertEquals(NOT_ALLOWED, check(MISSING_ALLOWED, ""));
    }

    @Test
    void check_null_onlyWhereAllowedAndInLowerCase() {
        assertEquals(NOT_ALLOWED, check(APP_ONLY, "null"));
        assertEquals(Verdict.PROCEED, check(NULL_ALLOWED, "null"));
        assertEquals(NOT_ALLOWED, check(NULL_ALLOWED, "NULL"));
        assertEquals(NOT_ALLOWED, check(NULL_ALLOWED, "Null"));
        assertEquals(NOT_ALLOWED, check(NULL_ALLOWED, "null "));
        assertEquals(NOT_ALLOWED, check(NULL_ALLOWED, "null, null"));
    }

    /** As patterns these are a host of that name, and any text. */
    @Test
    void check_null_notByPattern() {
        assertEquals(NOT_ALLOWED, check(rules(false, false, false, false, "null", "regex:.*"), "null"));
        assertEquals(Verdict.PROCEED, check(rules(false, false, false, false, "regex:.*"), "https://any.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, example.com, https://example.com, true",
        "true, example.com, https://example.com:443, true",
        "true, example.com:443, https://example.com, true",
        "true, EXAMPLE.com, https://example.COM, true",
        "true, example.com:8443, https://example.com:8443, true",
        "true, example.com:8443, https://example.com, false",
        "true, example.com, https://example.com:8443, false",
        "true, example.com, http://example.com, false",
        "true, example.com, http://example.com:443, false",
        "false, example.com, http://example.com, true",
        "false, example.com:80, http://example.com, true",
        "false, example.com, https://example.com, false",
        "false, example.com:443, https://example.com, false",
        "true, example.com, https://www.example.com, false",
        "true, example.com, wss://example.com, false",
        "true, [::1]:8443, https://[0:0:0:0:0:0:0:1]:8443, true",
        "true, [::1]:8443, https://[::2]:8443, false",
        "true, 192.0.2.1, https://192.0.2.1, true",
        // What is no host and port has no same origin.
        "true, example.com., https://example.com, false",
        "true, example.com:, https://example.com, false",
        "true, example.com:0443, https://example.com, false",
        "true, user@example.com, https://example.com, false",
        "true, example.com/, https://example.com, false",
        "true, 'example.com,example.com', https://example.com, false",
        "true, '', https://example.com, false",
        "true, , https://example.com, false"
    })
    void check_sameOrigin_schemeHostAndPortOfTheRequest(boolean secure, String host, String origin, boolean allowed) {
        Handshake handshake =
                request().secure(secure).host(host).header("Origin", origin).make();

        assertEquals(allowed ? Verdict.PROCEED : NOT_ALLOWED, new OriginCheck(SAME).check(handshake));
        assertEquals(NOT_ALLOWED, new OriginCheck(APP_ONLY).check(handshake));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "https://localhost:8443",
                "http://LOCALHOST:1",
                "http://127.0.0.1:3000",
                "http://[::1]:3000",
                "http://[0:0:0:0:0:0:0:1]"
            })
    void check_localhost_onAnyPortWhereAllowed(String origin) {
        assertEquals(Verdict.PROCEED, check(LOCALHOST, origin));
        assertEquals(NOT_ALLOWED, check(APP_ONLY, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.",
                "http://localhost.evil.example",
                "http://evil.localhost",
                "http://evillocalhost",
                "http://localhost@evil.example",
                "http://127.0.0.2",
                "http://127.0.0.1.evil.example",
                "http://127.1",
                "http://0.0.0.0",
                "http://[::2]",
                "http://[::]",
                "http://[::ffff:127.0.0.1]",
                "localhost"
            })
    void check_nearlyLocalhost_refused(String origin) {
        assertEquals(NOT_ALLOWED, check(LOCALHOST, origin));
    }

    @Test
    void check_off_everythingProceeds() {
        OriginRules off = new OriginRules(false, List.of(), false, false, false, false);

        assertEquals(Verdict.PROCEED, check(off));
        assertEquals(Verdict.PROCEED, check(off, "rubbish", "more"));
    }

    private static Verdict check(OriginRules rules, String... origins) {
        Handshake handshake = origins.length == 0 ? request().make() : Requests.origin(origins);
        return new OriginCheck(rules).check(handshake);
    }

    private static OriginRules rules(
            boolean same, boolean localhost, boolean missing, boolean allowNull, String... patterns) {
        List<OriginPattern> allowed =
                List.of(patterns).stream().map(OriginPattern::parse).toList();
        return new OriginRules(true, allowed, same, localhost, missing, allowNull);
    }
}
