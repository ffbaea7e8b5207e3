package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.NewApiKey;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.Handshake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of credentials make, what they read again, and what of them stops the start. */
class CredentialsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String OTHER = "another secret of more than 32 bytes!";

    @TempDir
    private Path base;

    private final PolicySettings all = new PolicySettings("/", null);
    private Credentials credentials;

    @BeforeEach
    void prepare() throws IOException {
        credentials = new Credentials(base, Clock.fixed(NOW, ZoneOffset.UTC), Ticker.systemTicker());
        Files.writeString(base.resolve("cookie.key"), Base64.getEncoder().encodeToString(bytes(SECRET)));
        Files.writeString(base.resolve("token.key"), SECRET);
        Files.writeString(base.resolve("set.json"), set(SECRET));
    }

    @Test
    void rules_default_sessionsAlone() {
        AuthRules rules = rules(all);

        assertEquals(SessionRules.of(false, null), rules);
        assertEquals(List.of(), credentials.fromFiles(ids -> {}));
    }

    @Test
    void rules_schemes_inTheOrderOfTheList() {
        everyScheme();
        all.setAuthSchemes("apiKey, session ,jwt,cookie");

        assertEquals(
                List.of("apiKey", "session", "jwt", "cookie"),
                rules(all).schemes().stream().map(Scheme::scheme).toList());
        assertEquals(
                Set.of("cookie.key", "keys", "pepper", "token.key"),
                Set.copyOf(credentials.fromFiles(ids -> {}).stream()
                        .map(content -> base.relativize(content.file()).toString())
                        .toList()));
    }

    @Test
    void rules_plugin_standsInTheListLikeTheOthers() {
        Authenticator corp = new Authenticator() {
            @Override
            public String scheme() {
                return "corp";
            }

            @Override
            public Proof prove(Handshake handshake) {
                return Proof.ABSENT;
            }
        };
        all.addAuthenticator(corp);
        all.setAuthSchemes("corp,session");
        all.setAuthContainer("agree");

        assertSame(corp, rules(all).schemes().get(0));
        assertEquals("session", rules(all).schemes().get(1).scheme());
        assertTrue(rules(all).mustAgree());
        all.setAuthSchemes("crop");
        assertErrors("auth.schemes: 'crop': 'crop': expected one of [session, cookie, jwt, apiKey, ticket, corp]");
    }

    @Test
    void rules_rolesAndUsers_areThePermissionAndAskedOfSessions() {
        all.setAuthRequired("true");
        all.setAuthRoles("ops, dev");
        all.setAuthUsers("ann");
        all.setAuthSchemes("session");

        AuthRules rules = rules(all);

        assertEquals(new Permission(Set.of("ops", "dev"), Set.of("ann")), rules.permission());
        assertEquals(List.of(new SessionScheme(null, Set.of("ops", "dev"))), rules.schemes());
    }

    /** Of tokens, an application is not to see what nobody takes. */
    @Test
    void rules_tokenSources_onlyWithJwt() {
        everyScheme();
        all.setAuthTokenSources("query:token");
        all.setAuthSchemes("jwt");
        assertEquals("a=1", rules(all).tokens().stripQuery("token=x&a=1"));
        all.setAuthSchemes("cookie");
        assertEquals("token=x&a=1", rules(all).tokens().stripQuery("token=x&a=1"));
    }

    @Test
    void rules_apiKeyHeader_isToBeMasked() {
        everyScheme();
        all.setAuthApiKeyHeader("X-Partner");
        all.setAuthTokenSources("header:X-Ticket");
        all.setAuthSchemes("apiKey,jwt");

        assertEquals(Set.of("x-partner", "x-ticket"), rules(all).headers());
    }

    /** A file is read once, and what was verified is remembered once. */
    @Test
    void rules_pathThatSetsNoneOfThese_sharesTheSchemes() {
        everyScheme();
        all.setAuthSchemes("cookie,apiKey");
        PolicySettings chat = new PolicySettings("/chat", all);
        chat.setAuthRequired("true");
        PolicySettings admin = new PolicySettings("/admin", all);
        admin.setAuthCookieName("admin");

        AuthRules first = rules(all);
        AuthRules second = rules(chat);
        AuthRules third = rules(admin);

        assertSame(first.schemes().get(0), second.schemes().get(0));
        assertSame(first.schemes().get(1), second.schemes().get(1));
        assertNotSame(first.schemes().get(0), third.schemes().get(0));
        assertSame(first.schemes().get(1), third.schemes().get(1));
    }

    @Test
    void reload_tokenKey_oldTokensAreForgotten() throws Exception {
        jwt("token.key");
        Authenticator scheme = scheme();
        String token = token(SECRET);
        assertEquals("ann", user(scheme, token));

        Files.writeString(base.resolve("token.key"), OTHER);
        assertEquals("ann", user(scheme, token));
        credentials.fromFiles(ids -> {}).forEach(WatchedFiles.Content::reload);

        assertEquals("wrong signature", user(scheme, token));
        assertEquals("ann", user(scheme, token(OTHER)));
    }

    /** By each of the two files. */
    @Test
    void reload_apiKeys_tellsWhichHaveGone() throws Exception {
        everyScheme();
        all.setAuthSchemes("apiKey");
        rules(all);
        List<Set<String>> withdrawn = new ArrayList<>();
        List<WatchedFiles.Content> files = credentials.fromFiles(withdrawn::add);
        String line = Files.readString(base.resolve("keys"));
        String id = line.substring("id=".length(), line.indexOf(' '));

        files.forEach(WatchedFiles.Content::reload);
        assertEquals(List.of(Set.of(), Set.of()), withdrawn);
        Files.writeString(base.resolve("keys"), "");
        files.forEach(WatchedFiles.Content::reload);

        assertEquals(List.of(Set.of(), Set.of(), Set.of(id), Set.of()), withdrawn);
    }

    @Test
    void reload_brokenFile_oldKeyStays() throws Exception {
        jwt("token.key");
        Authenticator scheme = scheme();
        Files.writeString(base.resolve("token.key"), "short");

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> credentials.fromFiles(ids -> {}).forEach(WatchedFiles.Content::reload))
                .getMessage();

        assertTrue(message.startsWith(base.resolve("token.key") + ": a secret of 5 bytes"), message);
        assertEquals("ann", user(scheme, token(SECRET)));
    }

    @Test
    void rules_tokenInCookie_byTheRulesOfTokens() throws Exception {
        jwt("token.key");
        all.setAuthSchemes("cookie");
        all.setAuthCookieName("user");
        all.setAuthCookieFormat("jwt");

        Proof proof = scheme().prove(Requests.request()
                .header("Cookie", "user=" + token(SECRET))
                .make());

        assertEquals(
                "cookie", assertInstanceOf(Proof.Proved.class, proof).identity().scheme());
    }

    @Test
    void rules_jwkSet_verifies() throws Exception {
        jwt("");
        all.setAuthJwtJwksFile("set.json");

        assertEquals("ann", user(scheme(), token(SECRET)));
    }

    /** An error page in the place of keys must not become a secret. */
    @Test
    void rules_jwkSetThatIsNone_refused() throws IOException {
        Files.writeString(base.resolve("set.json"), "upstream connect error or disconnect before headers");
        jwt("");
        all.setAuthJwtJwksFile("set.json");

        assertErrors(
                "auth.jwt.jwksFile: 'set.json': " + base.resolve("set.json") + ": expected a JWK Set, a JSON object");
    }

    @Test
    void rules_claims_asSet() throws Exception {
        jwt("token.key");
        all.setAuthJwtNameClaim("email");
        all.setAuthJwtRolesClaim("scope");
        all.setAuthJwtIssuer("https://issuer.example");
        all.setAuthJwtAudience("chat, news");
        all.setAuthJwtType("at+jwt");
        all.setAuthJwtRequireExpiration("false");
        String header = "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}";
        String claims = "{\"email\":\"ann\",\"scope\":\"dev ops\",\"iss\":\"https://issuer.example\",\"aud\":\"news\"}";

        Proof proof = scheme().prove(bearer(sign(SECRET, header, claims)));

        assertEquals(
                Set.of("dev", "ops"),
                assertInstanceOf(Proof.Proved.class, proof).identity().roles());
        for (String wrong : List.of("news", "issuer", "email")) {
            assertInstanceOf(
                    Proof.Rejected.class, scheme().prove(bearer(sign(SECRET, header, claims.replace(wrong, "other")))));
        }
        assertEquals("wrong type", user(scheme(), sign(SECRET, "{\"alg\":\"HS256\"}", claims)));
    }

    @Test
    void rules_schemesWithoutFiles_oneLineEach() {
        all.setAuthSchemes("cookie,jwt,apiKey");

        assertErrors(
                "auth.jwt.algorithms: '': no algorithm: expected at least one, such as RS256",
                "auth.cookie.name: '': expected the name of a cookie, a token of 1 to 64 characters",
                "auth.cookie.keyFile: '': expected a file, since ws-security.auth.schemes has cookie",
                "auth.apiKey.file: '': expected a file, since ws-security.auth.schemes has apiKey");
    }

    @Test
    void rules_keysOfTokens_expectedInOnePlace() {
        jwt("");
        assertErrors(
                "auth.jwt.keyFile: '': expected a file with keys here or in ws-security.auth.jwt.jwksFile, or an address in ws-security.auth.jwt.jwksUri");

        all.setAuthJwtKeyFile("token.key");
        all.setAuthJwtJwksFile("set.json");
        assertErrors("auth.jwt.keyFile: 'token.key': expected none, since ws-security.auth.jwt.jwksFile is set");
    }

    @Test
    void rules_missingFiles_named() {
        everyScheme();
        all.setAuthSchemes("cookie,jwt,apiKey");
        all.setAuthCookieKeyFile("a");
        all.setAuthJwtKeyFile("b");
        all.setAuthApiKeyFile("c");

        List<String> lines = errors();

        assertEquals(3, lines.size());
        assertTrue(lines.get(0).startsWith("ws-security.auth.jwt.keyFile: 'b': " + base.resolve("b")), lines.get(0));
        assertTrue(lines.get(1).startsWith("ws-security.auth.cookie.keyFile: 'a': " + base.resolve("a")), lines.get(1));
        assertTrue(lines.get(2).startsWith("ws-security.auth.apiKey.file: 'c': " + base.resolve("c")), lines.get(2));
    }

    @Test
    void rules_keyForNoneOfTheAlgorithms_named() {
        jwt("token.key");
        all.setAuthJwtAlgorithms("RS256");

        assertErrors("auth.jwt.keyFile: 'token.key': " + base.resolve("token.key")
                + ": 1 key for [HS256]: expected one for any of [RS256]");
    }

    @Test
    void rules_ticket_ofOneStoreForAllPolicies() {
        all.setAuthSchemes("session,ticket");
        all.setAuthTicketPath("/ws-security/ticket");
        PolicySettings chat = new PolicySettings("/chat", all);
        chat.setAuthTicketParameter("t");
        PolicySettings plain = new PolicySettings("/plain", all);
        plain.setAuthSchemes("session");

        AuthRules rules = rules(all);

        assertEquals("/ws-security/ticket", rules.ticket().orElseThrow().path());
        assertEquals("a=1&t=2", rules.tokens().stripQuery("a=1&ticket=x&t=2"));
        assertEquals("a=1&ticket=x", rules(chat).tokens().stripQuery("a=1&ticket=x&t=2"));
        assertEquals(List.of("chat"), rules(chat).tokens().stripProtocols(List.of("ticket.x, chat")));
        assertSame(
                rules.ticket().orElseThrow().tickets(),
                rules(chat).ticket().orElseThrow().tickets());
        assertEquals("a=1&ticket=x", rules(plain).tokens().stripQuery("a=1&ticket=x"));
    }

    @Test
    void rules_ticketWithoutPath_named() {
        all.setAuthSchemes("session,ticket");
        assertErrors("auth.ticket.path: '': expected a path such as /ws-security/ticket, since ws-security.auth.schemes"
                + " has ticket");

        all.setAuthTicketPath("ticket");
        assertErrors("auth.ticket.path: 'ticket': expected a path below that of the web application, such as"
                + " /ws-security/ticket");
    }

    @Test
    void rules_csrf_itsPlacesAreTakenOut() {
        assertNull(rules(all).csrf());
        all.setAuthCsrfSessionAttribute("csrfToken");

        assertEquals("csrfToken", rules(all).csrf().attribute());
        assertEquals("a=1", rules(all).tokens().stripQuery("csrf=x&a=1"));
        assertEquals(List.of(), rules(all).tokens().stripProtocols(List.of("csrf.x")));
    }

    @Test
    void rules_csrfWithoutSessions_contradiction() {
        jwt("token.key");
        all.setAuthCsrfSessionAttribute("csrfToken");
        assertErrors("auth.csrf.sessionAttribute: 'csrfToken': expected none, since ws-security.auth.schemes has no"
                + " session");

        all.setAuthSchemes("session");
        PolicySettings robots = new PolicySettings("/robots", all);
        robots.setAuthSchemes("jwt");
        assertEquals("csrfToken", rules(robots).csrf().attribute());
    }

    @Test
    void rules_oneParameterForTwoThings_contradiction() {
        everyScheme();
        all.setAuthSchemes("session,jwt,ticket");
        all.setAuthTicketPath("/ticket");
        all.setAuthTicketParameter("t");
        String expected = "expected a parameter where no token and no ticket stands";
        all.setAuthTokenSources("query:t");
        assertErrors("auth.ticket.parameter: 't': " + expected);

        all.setAuthTokenSources("bearer");
        all.setAuthCsrfSessionAttribute("csrfToken");
        all.setAuthCsrfParameter("t");
        assertErrors("auth.csrf.parameter: 't': " + expected);
    }

    @Test
    void rules_permissionWithoutIdentity_contradiction() {
        all.setAuthRoles("ops");

        assertErrors("auth.required: 'false': expected true, since ws-security.auth.roles or ws-security.auth.users"
                + " says who alone may connect");
        all.setAuthRequired("true");
        assertEquals(List.of(), errors());
        all.setAuthSessionAttribute("user");
        assertErrors(
                "auth.roles: 'ops': expected none, since ws-security.auth.session.attribute names a user without roles");
    }

    @Test
    void rules_keyFileOfACookieWithATokenInIt_contradiction() {
        jwt("token.key");
        all.setAuthSchemes("cookie");
        all.setAuthCookieName("user");
        all.setAuthCookieFormat("jwt");
        all.setAuthCookieKeyFile("cookie.key");

        assertErrors("auth.cookie.keyFile: 'cookie.key': expected none, since ws-security.auth.cookie.format is jwt");
    }

    private void everyScheme() {
        try {
            Files.writeString(base.resolve("pepper"), Base64.getEncoder().encodeToString(bytes(OTHER)));
            NewApiKey key = NewApiKey.make("ci", Map.of(), base.resolve("pepper"), new Random(1));
            Files.writeString(base.resolve("keys"), key.line());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        jwt("token.key");
        all.setAuthCookieName("user");
        all.setAuthCookieKeyFile("cookie.key");
        all.setAuthApiKeyFile("keys");
        all.setAuthApiKeyPepperFile("pepper");
    }

    private void jwt(String keyFile) {
        all.setAuthSchemes("jwt");
        all.setAuthJwtAlgorithms("HS256");
        all.setAuthJwtKeyFile(keyFile);
    }

    private AuthRules rules(PolicySettings settings) {
        SettingsReader reader = new SettingsReader(settings, new ArrayList<>());
        AuthRules rules = credentials.rules(settings, reader);
        reader.finish();
        return rules;
    }

    private Authenticator scheme() {
        return assertInstanceOf(Authenticator.class, rules(all).schemes().get(0));
    }

    private List<String> errors() {
        List<String> errors = new ArrayList<>();
        credentials.rules(all, new SettingsReader(all, errors));
        return errors;
    }

    private void assertErrors(String... lines) {
        assertEquals(List.of(lines).stream().map(line -> "ws-security." + line).toList(), errors());
    }

    /** The name of the user, or why there is none. */
    private static String user(Authenticator scheme, String token) {
        Proof proof = scheme.prove(bearer(token));
        return proof instanceof Proof.Proved proved ? proved.identity().name() : ((Proof.Rejected) proof).why();
    }

    private static Handshake bearer(String token) {
        return Requests.request().header("Authorization", "Bearer " + token).make();
    }

    private static String token(String secret) throws GeneralSecurityException {
        return sign(secret, "{\"alg\":\"HS256\"}", "{\"sub\":\"ann\",\"exp\":1800000600}");
    }

    private static String sign(String secret, String header, String claims) throws GeneralSecurityException {
        String signed = base64(bytes(header)) + "." + base64(bytes(claims));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
        return signed + "." + base64(mac.doFinal(bytes(signed)));
    }

    private static String set(String secret) {
        return "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + base64(bytes(secret)) + "\"}]}";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
