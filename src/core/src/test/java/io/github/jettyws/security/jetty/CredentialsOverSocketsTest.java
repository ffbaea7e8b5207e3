package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application of Jetty's core is told of a credential, and what it is not. */
class CredentialsOverSocketsTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final long EXPIRY = 4_000_000_000L;
    private static final String CLAIMS =
            "{\"sub\":\"ann\",\"roles\":[\"ops\",\"dev\"],\"exp\":" + EXPIRY + ",\"team\":{\"a\":[1]}}";

    /** What the creator of an endpoint sees. */
    private record Seen(
            Map<?, ?> identity, String principal, boolean ops, boolean admin, String uri, List<String> protocols) {}

    @TempDir
    private Path directory;

    private final TestServer server = new TestServer();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void jwt() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), SECRET);
        server.security.getPolicy().setAuthSchemes("session,jwt");
        server.security.getPolicy().setAuthJwtAlgorithms("HS256");
        server.security.getPolicy().setAuthJwtKeyFile(keys.toString());
        server.security.getPolicy().setAuthTokenSources("bearer,subprotocol,query:token");
        server.server.setRequestLog(
                (request, response) -> logged.add(request.getHttpURI().toString()));
        ContextHandler context = new ContextHandler("/seen");
        context.setHandler(new Looking());
        server.contexts.addHandler(context);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private final class Looking extends Handler.Abstract {
        private final WebSocketMappings own = new WebSocketMappings(new WebSocketComponents());

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            WebSocketNegotiator negotiator = WebSocketNegotiator.from(
                    (upgrade, answer, done) -> {
                        look(upgrade);
                        return server.endpoint();
                    },
                    (endpoint, upgrade, answer) -> (FrameHandler) endpoint);
            return own.upgrade(negotiator, request, response, callback, null);
        }
    }

    private void look(ServerUpgradeRequest request) {
        AuthenticationState.Succeeded user = AuthenticationState.authenticate(request);
        seen.add(new Seen(
                (Map<?, ?>) request.getAttribute("io.github.jettyws.security.identity"),
                user == null ? null : user.getUserPrincipal().getName(),
                user != null && user.isUserInRole("ops"),
                user != null && user.isUserInRole("admin"),
                request.getHttpURI().toString(),
                request.getSubProtocols()));
    }

    private Seen upgrade(String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.upgrade(path, headers);
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertFalse(head.contains("bearer"), head);
        }
        return seen.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void upgrade_token_applicationIsToldWhoItIs() throws Exception {
        server.start();

        Seen told = upgrade("/seen/ws", LOCAL, "Authorization: Bearer " + token(SECRET, CLAIMS));

        assertEquals("ann", told.principal());
        assertTrue(told.ops());
        assertFalse(told.admin());
        assertEquals(
                Map.of(
                        "name",
                        "ann",
                        "roles",
                        Set.of("ops", "dev"),
                        "scheme",
                        "jwt",
                        "claims",
                        Map.of(
                                "sub",
                                "ann",
                                "roles",
                                List.of("ops", "dev"),
                                "exp",
                                EXPIRY,
                                "team",
                                Map.of("a", List.of(1L))),
                        "expiry",
                        Instant.ofEpochSecond(EXPIRY)),
                told.identity());
        assertThrows(UnsupportedOperationException.class, () -> told.identity().clear());
        assertEquals("ann", server.event().identity().orElseThrow().name());
    }

    @Test
    void upgrade_noCredential_applicationIsToldNothing() throws Exception {
        server.start();

        Seen told = upgrade("/seen/ws?a=1", LOCAL, "Sec-WebSocket-Protocol: chat, more");

        assertEquals(null, told.identity());
        assertEquals(null, told.principal());
        assertTrue(told.uri().endsWith("/seen/ws?a=1"), told.uri());
        assertEquals(List.of("chat", "more"), told.protocols());
    }

    /** Neither the application nor the request log sees it, and the answer does not have it. */
    @Test
    void upgrade_tokenInQueryAndSubprotocol_isTakenOut() throws Exception {
        server.start();
        String token = token(SECRET, CLAIMS);

        Seen told = upgrade(
                "/seen/ws?token=" + token + "&a=1", LOCAL, "Sec-WebSocket-Protocol: bearer." + token + ", chat");

        assertEquals("ann", told.principal());
        assertTrue(told.uri().endsWith("/seen/ws?a=1"), told.uri());
        assertEquals(List.of("chat"), told.protocols());
        server.close();
        assertEquals(1, logged.size());
        assertTrue(logged.get(0).endsWith("/seen/ws?a=1"), logged.get(0));
    }

    @Test
    void refused_tokenInQuery_isNotLoggedEither() throws Exception {
        server.start();

        String head = refused("/seen/ws?%74oken=s3cret.s3cret.s3cret", LOCAL);

        assertTrue(head.contains("WWW-Authenticate: Bearer realm=\"websocket\", error=\"invalid_token\"\r\n"), head);
        server.close();
        assertEquals(1, logged.size());
        assertTrue(logged.get(0).endsWith("/seen/ws"), logged.get(0));
    }

    /** Whoever tries the guard out goes on as before. */
    @Test
    void report_tokens_stayWhereTheyAre() throws Exception {
        server.security.getPolicy().setMode("report");
        server.start();

        Seen told = upgrade("/seen/ws?token=none", LOCAL, "Sec-WebSocket-Protocol: chat");

        assertTrue(told.uri().endsWith("/seen/ws?token=none"), told.uri());
        assertEquals(null, told.principal());
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), server.event().reason());
    }

    /** Jetty's own security handlers set what they know, and be it nothing. */
    @Test
    void upgrade_containerSetsTheUser_itsUserStaysIfItKnowsOne() throws Exception {
        server.contexts.addHandler(context("/login", new Login("bob")));
        server.contexts.addHandler(context("/none", null));
        server.start();
        String token = bearer(token(SECRET, CLAIMS));

        Seen known = upgrade("/login/ws", LOCAL, token);
        assertEquals("bob", known.principal());
        assertEquals("ann", known.identity().get("name"));
        assertEquals("ann", upgrade("/none/ws", LOCAL, token).principal());
    }

    /** Where they have to agree, another name is refused, whoever is the first to know it; no name is none. */
    @Test
    void upgrade_containerHasToAgree_anotherUserIsForbidden() throws Exception {
        server.security.getPolicy().setAuthContainer("agree");
        server.contexts.addHandler(context("/same", new Login("ann")));
        server.contexts.addHandler(context("/login", new Login("bob")));
        server.contexts.addHandler(context("/none", null));
        ContextHandler mapped = server.context("/mapped");
        mapped.setHandler(new LoggedIn(mapped.getHandler(), new Login("bob")));
        server.contexts.addHandler(mapped);
        server.start();
        String token = bearer(token(SECRET, CLAIMS));

        assertEquals("ann", upgrade("/same/ws", LOCAL, token).principal());
        assertEquals("ann", upgrade("/none/ws", LOCAL, token).principal());
        assertEquals("bob", upgrade("/login/ws", LOCAL).principal());
        server.created.set(0);
        for (String path : List.of("/mapped/echo", "/login/ws")) {
            assertEquals(0, server.created.get());
            try (RawClient client = server.client()) {
                String head = client.upgrade(path, LOCAL, token);
                assertTrue(head.startsWith("HTTP/1.1 403 "), head);
            }
            SecurityEvent refused = nextRefused();
            assertEquals(Optional.of(Reason.FORBIDDEN), refused.reason());
            assertEquals(Stage.CREATOR, refused.stage());
            assertEquals("ann", refused.identity().orElseThrow().name());
        }
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void report_containerDisagrees_isReportedOnceAndOpens() throws Exception {
        server.security.getPolicy().setMode("report");
        server.security.getPolicy().setAuthContainer("agree");
        server.contexts.addHandler(context("/login", new Login("bob")));
        server.start();

        assertEquals(
                "bob",
                upgrade("/login/ws", LOCAL, bearer(token(SECRET, CLAIMS))).principal());

        SecurityEvent event = server.event();
        assertEquals(Optional.of(Reason.FORBIDDEN), event.reason());
        assertFalse(event.enforced());
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
    }

    private SecurityEvent nextRefused() throws InterruptedException {
        SecurityEvent event = server.event();
        while (event.type() != SecurityEvent.Type.REFUSED) {
            event = server.event();
        }
        return event;
    }

    private ContextHandler context(String path, AuthenticationState state) {
        ContextHandler context = new ContextHandler(path);
        context.setHandler(new LoggedIn(new Looking(), state));
        return context;
    }

    /** Stands where a security handler of Jetty's own would. */
    private static final class LoggedIn extends Handler.Wrapper {
        private final AuthenticationState state;

        LoggedIn(Handler handler, AuthenticationState state) {
            super(handler);
            this.state = state;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            AuthenticationState.setAuthenticationState(request, state);
            return super.handle(request, response, callback);
        }
    }

    private record Login(String name) implements AuthenticationState.Succeeded {
        @Override
        public String getAuthenticationType() {
            return "TEST";
        }

        @Override
        public UserIdentity getUserIdentity() {
            return UserIdentity.from(null, new UserName(name));
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public void logout(Request request, Response response) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong key", "expired", "malformed", "two"})
    void refused_badToken_neverReachesTheContext(String kind) throws Exception {
        server.start();
        String good = token(SECRET, CLAIMS);
        String other = token(SECRET, CLAIMS.replace("ann", "bob"));
        String head = switch (kind) {
            case "wrong key" -> refused("/seen/ws", LOCAL, bearer(token(SECRET + "!", CLAIMS)));
            case "expired" -> refused("/seen/ws", LOCAL, bearer(token(SECRET, "{\"sub\":\"ann\",\"exp\":1700000000}")));
            case "malformed" -> refused("/seen/ws", LOCAL, bearer("a.b"));
            default -> refused("/seen/ws?token=" + other, LOCAL, bearer(good));
        };

        assertTrue(head.contains("error=\"invalid_token\""), head);
        assertEquals(0, server.created.get());
        SecurityEvent event = server.event();
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), event.reason());
        assertEquals(Stage.GATE, event.stage());
        assertFalse(event.toString().contains(good), event.toString());
    }

    @Test
    void refused_nothingWhereAnIdentityIsRequired_challengedWithoutError() throws Exception {
        server.security.getPolicy().setAuthRequired("true");
        server.start();

        String head = refused("/seen/ws", LOCAL);

        assertTrue(head.contains("WWW-Authenticate: Bearer realm=\"websocket\"\r\n"), head);
    }

    /** By the thread that asks the mappings of the context, or at the choke point: the challenge is the same. */
    @Test
    void refused_inTheContext_challengedToo() throws Exception {
        server.security.getPolicy().setAuthRequired("true");
        server.start();

        for (String path : List.of("/seen/ws", "/app/echo")) {
            String head = refused(path, LOCAL, "Cookie: JSESSIONID=made-up");
            assertTrue(head.contains("WWW-Authenticate: Bearer realm=\"websocket\"\r\n"), head);
            assertEquals(Stage.CREATOR, server.event().stage());
        }
    }

    @Test
    void refused_tooManyBadTokens_429BeforeTheNextIsLookedAt() throws Exception {
        server.security.getPolicy().setAuthFailuresPerAddress("2");
        server.start();
        refused("/seen/ws", LOCAL, bearer("a.b"));
        refused("/seen/ws", LOCAL, bearer("a.b"));

        try (RawClient client = server.client()) {
            String head = client.upgrade("/seen/ws", LOCAL, bearer(token(SECRET, CLAIMS)));
            assertTrue(head.startsWith("HTTP/1.1 429 "), head);
            assertTrue(head.contains("Retry-After: "), head);
        }
        try (RawClient client = server.client("127.0.0.2")) {
            String head = client.upgrade("/seen/ws", LOCAL, bearer(token(SECRET, CLAIMS)));
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        }
    }

    /** A rewrite leads to a path where the client is refused by address, and the application does not take no for it. */
    @Test
    void refused_atAnotherPath_refusedHoweverOftenItIsTried() throws Exception {
        server.security.addPolicy("/closed/*").setAddressBlocked("127.0.0.0/8");
        ContextHandler context = new ContextHandler("/again");
        context.setHandler(new Handler.Wrapper(new Looking()) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Request rewritten = Request.serveAs(
                        request, HttpURI.build(request.getHttpURI()).path("/closed/ws"));
                for (int i = 0; i < 3; i++) {
                    try {
                        return super.handle(rewritten, response, callback);
                    } catch (HttpException.RuntimeException refusal) {
                        server.messages.add("refused " + refusal.getCode());
                    }
                }
                Response.writeError(request, response, callback, 403);
                return true;
            }
        });
        server.contexts.addHandler(context);
        server.start();

        try (RawClient client = server.client()) {
            String head = client.upgrade("/again/ws", LOCAL);
            assertTrue(head.startsWith("HTTP/1.1 403 "), head);
        }
        assertEquals(List.of("refused 403", "refused 403", "refused 403"), server.messages);
        assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), server.event().reason());
    }

    private String refused(String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.upgrade(path, headers);
            assertTrue(head.startsWith("HTTP/1.1 401 "), head);
            return head;
        }
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static String token(String secret, String claims) throws GeneralSecurityException {
        String signed = base64(bytes("{\"alg\":\"HS256\"}")) + "." + base64(bytes(claims));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
        return signed + "." + base64(mac.doFinal(bytes(signed)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
