package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets and CSRF tokens, from the page that asks to the socket that opens. */
class TicketsOverSocketsTest {
    private static final String TICKET = "/app/ws-security/ticket";

    private final TestServer server = new TestServer();
    private final List<String> logged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() {
        server.contexts.addHandler(server.context("/other"));
        server.server.setRequestLog(
                (request, response) -> logged.add(request.getHttpURI().toString()));
        server.security.getPolicy().setAuthRequired("true");
        server.security.getPolicy().setAuthSessionAttribute("user");
        server.security.getPolicy().setAuthSchemes("session,ticket");
        server.security.getPolicy().setAuthTicketPath("/ws-security/ticket");
        server.security.getPolicy().setAuthFailuresPerAddress("0");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String origin() {
        return "Origin: http://localhost:" + server.port();
    }

    private String login(String context) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.send("GET " + context + "/login HTTP/1.1\r\nHost: x\r\n\r\n");
            Matcher cookie = Pattern.compile("Set-Cookie: (JSESSIONID=[^;]+)").matcher(head);
            assertTrue(cookie.find(), head);
            return "Cookie: " + cookie.group(1);
        }
    }

    private String request(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nContent-Length: 0\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private String ticket(String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.send(request("POST", path, headers));
            assertStatus(200, head);
            assertTrue(head.contains("Content-Type: application/json\r\n"), head);
            assertTrue(head.contains("Cache-Control: no-store\r\n"), head);
            Matcher body = Pattern.compile("\\{\"ticket\":\"([A-Za-z0-9_-]{43})\",\"expiresIn\":30}")
                    .matcher(client.body(head));
            assertTrue(body.matches());
            return body.group(1);
        }
    }

    private void assertRefused(Reason reason, int status, String request) throws Exception {
        int before = server.requests.get();
        try (RawClient client = server.client()) {
            String head = client.send(request);
            assertStatus(status, head);
            assertEquals(status == 405, head.contains("Allow: POST\r\n"), head);
        }
        SecurityEvent event = server.event();
        assertEquals(Optional.of(reason), event.reason());
        assertEquals(before, server.requests.get());
    }

    private void assertUnauthenticated(String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            assertStatus(401, client.upgrade(path, headers));
        }
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), server.event().reason());
        assertEquals(0, server.created.get());
    }

    /** The plugin answers on a thread of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ticket_asynchronousCheck_isAskedToo(boolean proceeds) throws Exception {
        server.security.addAsyncCheck(handshake ->
                CompletableFuture.supplyAsync(() -> proceeds ? Verdict.PROCEED : Verdict.refuse(Reason.FORBIDDEN)));
        server.start();
        String cookie = login("/app");

        if (proceeds) {
            ticket(TICKET, origin(), cookie);
        } else {
            assertRefused(Reason.FORBIDDEN, 403, request("POST", TICKET, origin(), cookie));
        }
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void ticket_inTheQuery_opensOnceAndIsInNoLog() throws Exception {
        server.start();
        String ticket = ticket(TICKET, origin(), login("/app"));

        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo?a=1&ticket=" + ticket, origin()));
            assertEquals(
                    Optional.of(Identity.of("ana", "session")), server.event().identity());
        }
        try (RawClient client = server.client()) {
            assertStatus(401, client.upgrade("/app/echo?ticket=" + ticket, origin()));
        }
        TestServer.awaitHeld(0, server.slots());
        assertEquals(1, server.created.get());
        assertTrue(logged.stream().anyMatch(uri -> uri.endsWith("/app/echo?a=1")), logged::toString);
        assertFalse(logged.toString().contains(ticket), logged::toString);
    }

    @Test
    void ticket_amongSubprotocols_opensAndIsNotEchoed() throws Exception {
        server.start();
        String ticket = ticket(TICKET, origin(), login("/app"));

        try (RawClient client = server.client()) {
            String head = client.upgrade("/app/echo", origin(), "Sec-WebSocket-Protocol: ticket." + ticket);
            assertStatus(101, head);
            assertFalse(head.contains("ticket."), head);
        }
    }

    @Test
    void logout_socketOfATicket_isClosed() throws Exception {
        server.start();
        String cookie = login("/app");
        String ticket = ticket(TICKET, origin(), cookie);
        try (RawClient client = server.client();
                RawClient page = server.client()) {
            assertStatus(101, client.upgrade("/app/echo?ticket=" + ticket, origin()));
            assertStatus(200, page.send(request("GET", "/app/logout", cookie)));
            assertEquals(1008, client.receive().closeCode());
        }
    }

    @Test
    void logout_beforeTheTicketIsUsed_isUnauthenticated() throws Exception {
        server.start();
        String cookie = login("/app");
        String ticket = ticket(TICKET, origin(), cookie);
        try (RawClient page = server.client()) {
            assertStatus(200, page.send(request("GET", "/app/logout", cookie)));
        }
        assertUnauthenticated("/app/echo?ticket=" + ticket, origin());
    }

    /** A login within the half minute renews the id, and ends nothing. */
    @Test
    void renew_beforeTheTicketIsUsed_opens() throws Exception {
        server.start();
        String cookie = login("/app");
        String ticket = ticket(TICKET, origin(), cookie);
        try (RawClient page = server.client();
                RawClient client = server.client()) {
            assertStatus(200, page.send(request("GET", "/app/renew", cookie)));
            assertStatus(101, client.upgrade("/app/echo?ticket=" + ticket, origin()));
        }
    }

    @Test
    void ticket_ofSomethingElse_isUnauthenticatedAndSpent() throws Exception {
        server.start();
        String cookie = login("/app");
        String ofAnotherOrigin = ticket(TICKET, origin(), cookie);
        assertUnauthenticated("/app/echo?ticket=" + ofAnotherOrigin, "Origin: http://127.0.0.1:" + server.port());
        assertUnauthenticated("/app/echo?ticket=" + ofAnotherOrigin, origin());

        String ofAnotherContext = ticket(TICKET, origin(), cookie);
        assertUnauthenticated("/other/echo?ticket=" + ofAnotherContext, origin());
        assertUnauthenticated("/app/echo?ticket=" + ofAnotherContext, origin());

        String ofAnotherAddress = ticket(TICKET, origin(), cookie);
        try (RawClient client = server.client("127.0.0.9")) {
            assertStatus(401, client.upgrade("/app/echo?ticket=" + ofAnotherAddress, origin()));
        }
    }

    @Test
    void ticket_ofAnotherServer_isUnauthenticated() throws Exception {
        server.start();
        String ticket = ticket(TICKET, origin(), login("/app"));
        server.server.stop();
        server.start();

        assertUnauthenticated("/app/echo?ticket=" + ticket, origin());
    }

    @Test
    void ticket_shownManyTimesAtOnce_opensOne() throws Exception {
        server.start();
        String ticket = ticket(TICKET, origin(), login("/app"));
        int clients = 16;
        CyclicBarrier barrier = new CyclicBarrier(clients);
        Callable<Boolean> show = () -> {
            try (RawClient client = server.client()) {
                barrier.await();
                return client.upgrade("/app/echo?ticket=" + ticket, origin()).startsWith("HTTP/1.1 101");
            }
        };
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(show);
            }
            int opened = 0;
            for (Future<Boolean> future : executor.invokeAll(all)) {
                opened += future.get() ? 1 : 0;
            }
            assertEquals(1, opened);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void ask_refusals_neverReachTheApplication() throws Exception {
        server.start();
        String cookie = login("/app");
        assertRefused(Reason.METHOD_NOT_ALLOWED, 405, request("GET", TICKET, origin(), cookie));
        assertRefused(Reason.ORIGIN_MISSING, 403, request("POST", TICKET, cookie));
        assertRefused(Reason.ORIGIN_NOT_ALLOWED, 403, request("POST", TICKET, "Origin: https://evil.example", cookie));
        assertRefused(Reason.ORIGIN_NOT_ALLOWED, 403, request("POST", TICKET, origin(), origin(), cookie));
        // May open a socket, and asks for no ticket.
        assertRefused(Reason.ORIGIN_NOT_ALLOWED, 403, request("POST", TICKET, "Origin: http://localhost", cookie));
        assertRefused(Reason.UNAUTHENTICATED, 401, request("POST", TICKET, origin()));
        assertRefused(Reason.UNAUTHENTICATED, 401, request("POST", TICKET, origin(), "Cookie: JSESSIONID=made-up"));
        assertRefused(Reason.UNAUTHENTICATED, 401, request("POST", TICKET, origin(), login("/other")));
        assertRefused(
                Reason.UNAUTHENTICATED,
                401,
                request("POST", TICKET + ";jsessionid=" + cookie.substring(cookie.indexOf('=') + 1), origin()));
    }

    @Test
    void ask_twoValidSessions_isUnauthenticated() throws Exception {
        server.start();
        String one = login("/app");
        String other = login("/app").substring("Cookie: ".length());

        assertRefused(Reason.UNAUTHENTICATED, 401, request("POST", TICKET, origin(), one + "; " + other));
        assertNotNull(ticket(TICKET, origin(), one + "; JSESSIONID=made-up"));
    }

    @Test
    void ask_tooOften_isRefusedLikeHandshakes() throws Exception {
        server.security.getPolicy().setHandshakesPerAddress("2");
        server.start();
        String cookie = login("/app");
        ticket(TICKET, origin(), cookie);
        ticket(TICKET, origin(), cookie);
        assertRefused(Reason.HANDSHAKE_RATE, 429, request("POST", TICKET, origin(), cookie));
    }

    @Test
    void ask_blockedAddress_isRefused() throws Exception {
        server.security.getPolicy().setAddressBlocked("127.0.0.1");
        server.start();
        assertRefused(Reason.ADDRESS_BLOCKED, 403, request("POST", TICKET, origin(), login("/app")));
    }

    @Test
    void ask_33rdTicketOfAUser_429() throws Exception {
        server.start();
        String cookie = login("/app");
        for (int i = 0; i < 32; i++) {
            ticket(TICKET, origin(), cookie);
        }
        assertRefused(Reason.TICKET_LIMIT, 429, request("POST", TICKET, origin(), cookie));
        assertEquals(0, server.slots().held());
    }

    /** Where the policy of the path takes no tickets, the path is the application's. */
    @Test
    void ask_whereNoTicketsAreTaken_theApplicationIsAsked() throws Exception {
        server.security.addPolicy("/other/*").setAuthSchemes("session");
        server.start();
        int before = server.requests.get();
        try (RawClient client = server.client()) {
            client.send(request("POST", "/other/ws-security/ticket", origin()));
        }
        try (RawClient client = server.client()) {
            client.send(request("POST", "/app/ws-security/ticket/more", origin()));
        }
        assertEquals(before + 2, server.requests.get());
    }

    @Test
    void ask_contextInsideAnother_itsOwnSession() throws Exception {
        ContextHandler inner = server.context("/outer/inner");
        ContextHandler outer = new ContextHandler("/outer");
        SessionHandler sessions = new SessionHandler();
        sessions.setHandler(inner);
        outer.setHandler(sessions);
        server.contexts.addHandler(outer);
        server.start();

        String ticket = ticket("/outer/inner/ws-security/ticket", origin(), login("/outer/inner"));

        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/outer/inner/echo?ticket=" + ticket, origin()));
        }
    }

    @Test
    void context_stopped_itsTicketsAreForgotten() throws Exception {
        ContextHandler app = (ContextHandler) server.contexts.getHandlers().get(0);
        server.start();
        String ticket = ticket(TICKET, origin(), login("/app"));
        app.stop();
        app.start();

        assertUnauthenticated("/app/echo?ticket=" + ticket, origin());
        assertEquals(1, app.getDescendants(TicketEntrance.class).size());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"?csrf=ana, 101", "?csrf=bob, 403", "?csrf=, 403", "'', 403"})
    void csrf_tokenOfTheSession_isNeeded(String query, int status) throws Exception {
        // The only text in the session is the user.
        server.security.getPolicy().setAuthCsrfSessionAttribute("user");
        server.start();
        String cookie = login("/app");
        try (RawClient client = server.client()) {
            assertStatus(status, client.upgrade("/app/echo" + query, origin(), cookie));
        }
        SecurityEvent event = server.event();
        assertEquals(status == 101 ? Optional.empty() : Optional.of(Reason.CSRF_TOKEN), event.reason());
        assertEquals("ana", event.identity().orElseThrow().name());
    }

    @Test
    void csrf_ticket_isEnough() throws Exception {
        server.security.getPolicy().setAuthCsrfSessionAttribute("user");
        server.security.getPolicy().setAuthSchemes("ticket,session");
        server.start();
        String cookie = login("/app");
        String ticket = ticket(TICKET, origin(), cookie);
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo?ticket=" + ticket, origin(), cookie));
        }
    }
}
