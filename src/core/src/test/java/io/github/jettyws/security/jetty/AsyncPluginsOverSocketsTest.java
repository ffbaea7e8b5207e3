package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that wait at the gate for a plugin: over HTTP/1.1 and HTTP/2, with every end that waiting can have. */
class AsyncPluginsOverSocketsTest {
    private static final String LOCAL = "Origin: http://localhost";

    private final TestServer server = new TestServer();
    private final BlockingQueue<CompletableFuture<Verdict>> asked = new LinkedBlockingQueue<>();

    @BeforeEach
    void waitForThePlugin() {
        server.security.getPolicy().setHandshakesCheckTimeout("20s");
        server.security.addAsyncCheck(handshake -> {
            CompletableFuture<Verdict> stage = new CompletableFuture<>();
            asked.add(stage);
            return stage;
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The question about the next handshake. */
    private CompletableFuture<Verdict> question() throws InterruptedException {
        CompletableFuture<Verdict> stage = asked.poll(10, TimeUnit.SECONDS);
        if (stage == null) {
            throw new AssertionError("nothing was asked within ten seconds");
        }
        return stage;
    }

    private MetaData.Request connect(String path) {
        HttpFields headers =
                HttpFields.build().put("Sec-WebSocket-Version", "13").put("Origin", "http://localhost");
        return new MetaData.ConnectRequest(
                HttpScheme.HTTP, new HostPortHttpField("localhost", server.port()), path, headers, "websocket");
    }

    @Test
    void answer_proceed_opens() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            client.write(client.request("/app/echo", LOCAL));
            CompletableFuture<Verdict> question = question();
            assertEquals(0, server.requests.get());
            TestServer.awaitHeld(1, server.slots());
            question.complete(Verdict.PROCEED);

            assertStatus(101, client.head());
            client.text("hello");
            assertEquals("hello", client.receive().text());
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        }
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void answer_proceedOverHttp2_opens() throws Exception {
        server.start();
        try (Http2Client client = new Http2Client(server.port())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> asked(Verdict.PROCEED));
            Stream stream = client.tunnel(connect("/app/echo"));
            answered.get(10, TimeUnit.SECONDS);
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
            Http2Client.reset(stream);
        }
        TestServer.awaitHeld(0, server.slots());
    }

    private void asked(Verdict verdict) {
        try {
            question().complete(verdict);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answer_refusal_neverReachesTheApplication() throws Exception {
        server.start();
        try (RawClient client = server.client();
                Http2Client http2 = new Http2Client(server.port())) {
            client.write(client.request("/app/echo", LOCAL));
            question().complete(Verdict.refuse(Reason.FORBIDDEN));
            String head = client.head();
            assertStatus(403, head);
            assertEquals("Forbidden\n", client.body(head));

            CompletableFuture<Void> answered =
                    CompletableFuture.runAsync(() -> asked(Verdict.refuse(Reason.FORBIDDEN)));
            assertEquals("403", http2.request(connect("/app/echo"), false));
            answered.get(10, TimeUnit.SECONDS);

            for (int i = 0; i < 2; i++) {
                SecurityEvent event = server.event();
                assertEquals(Optional.of(Reason.FORBIDDEN), event.reason());
                assertEquals(Stage.GATE, event.stage());
            }
            // The connection is good for another request.
            client.write(client.request("/app/echo", LOCAL));
            question().complete(Verdict.PROCEED);
            assertStatus(101, client.head());
        }
        assertEquals(1, server.requests.get());
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void answer_late_refusedOverBothProtocols() throws Exception {
        server.security.getPolicy().setHandshakesCheckTimeout("50ms");
        server.start();
        try (RawClient client = server.client();
                Http2Client http2 = new Http2Client(server.port())) {
            assertStatus(503, client.upgrade("/app/echo", LOCAL));
            assertEquals("503", http2.request(connect("/app/echo"), false));
        }
        assertEquals(Optional.of(Reason.GUARD_FAILURE), server.event().reason());
        assertEquals(Optional.of(Reason.GUARD_FAILURE), server.event().reason());
        TestServer.awaitHeld(0, server.slots());
        question().complete(Verdict.PROCEED);
        question().complete(Verdict.PROCEED);
        assertEquals(0, server.requests.get());
        assertEquals(0, server.slots().held());
    }

    @Test
    void answer_lateInModeReport_opens() throws Exception {
        server.security.getPolicy().setMode("report");
        server.security.getPolicy().setHandshakesCheckTimeout("50ms");
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo", LOCAL));
            assertEquals(Optional.of(Reason.GUARD_FAILURE), server.event().reason());
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        }
    }

    @Test
    void answer_failed_refused() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            client.write(client.request("/app/echo", LOCAL));
            question().completeExceptionally(new IllegalStateException("broken on purpose"));
            assertStatus(503, client.head());
        }
        assertEquals(0, server.requests.get());
    }

    /** What is refused at once, and what is no upgrade, nobody is asked about. */
    @Test
    void request_thatIsNotToWait_isAnsweredAtOnce() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(404, client.send("GET /app/other HTTP/1.1\r\nHost: x\r\n\r\n"));
        }
        try (RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/app/echo", "Origin: https://evil.example"));
        }
        assertTrue(asked.isEmpty());
    }

    /** As the server does with what no handler takes. */
    @Test
    void answer_proceedToNothing_404() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            client.write(client.request("/nowhere", LOCAL));
            question().complete(Verdict.PROCEED);
            assertStatus(404, client.head());
        }
        TestServer.awaitHeld(0, server.slots());
    }

    /** What is refused further in, by what is thrown there, is answered as ever. */
    @Test
    void answer_proceedAndRefusedInTheContext_401() throws Exception {
        server.security.getPolicy().setAuthRequired("true");
        server.start();
        try (RawClient client = server.client()) {
            client.write(client.request("/app/echo", LOCAL, "Cookie: JSESSIONID=made-up"));
            question().complete(Verdict.PROCEED);
            assertStatus(401, client.head());
        }
        TestServer.awaitHeld(0, server.slots());
    }

    /** Over HTTP/2 the server hears of it at once, over HTTP/1.1 when it answers: every slot is free in the end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void client_goesAwayWhileWaiting_slotIsFreeAndNothingOpens(boolean proceed) throws Exception {
        server.start();
        Verdict verdict = proceed ? Verdict.PROCEED : Verdict.refuse(Reason.FORBIDDEN);
        try (Http2Client http2 = new Http2Client(server.port())) {
            Stream stream = http2.ask(connect("/app/echo"));
            CompletableFuture<Verdict> question = question();
            TestServer.awaitHeld(1, server.slots());
            Http2Client.reset(stream);
            TestServer.awaitHeld(0, server.slots());
            question.complete(verdict);
        }
        RawClient client = server.client();
        client.write(client.request("/app/echo", LOCAL));
        CompletableFuture<Verdict> question = question();
        client.reset();
        question.complete(verdict);
        TestServer.awaitHeld(0, server.slots());
        assertEquals(0, server.security.getConnections());
    }

    /** A handful of threads, and many more handshakes that wait. */
    @Test
    void waiting_takesNoThread() throws Exception {
        ((QueuedThreadPool) server.server.getThreadPool()).setMaxThreads(10);
        server.start();
        List<RawClient> clients = new ArrayList<>();
        List<CompletableFuture<Verdict>> questions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RawClient client = server.client();
            client.write(client.request("/app/echo", LOCAL));
            clients.add(client);
            questions.add(question());
        }
        try (RawClient other = server.client()) {
            assertStatus(404, other.send("GET /app/other HTTP/1.1\r\nHost: x\r\n\r\n"));
        }
        questions.forEach(question -> question.complete(Verdict.PROCEED));
        for (RawClient client : clients) {
            assertStatus(101, client.head());
            client.close();
        }
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void pending_lastAllowedAndFirstRefused() throws Exception {
        server.security.getPolicy().setHandshakesPendingChecks("2");
        server.security.getPolicy().setHandshakesCheckTimeout("5s");
        server.start();
        try (RawClient one = server.client();
                RawClient two = server.client();
                RawClient three = server.client()) {
            one.write(one.request("/app/echo", LOCAL));
            CompletableFuture<Verdict> first = question();
            two.write(two.request("/app/echo", LOCAL));
            CompletableFuture<Verdict> second = question();
            assertFalse(second.isDone());

            String head = three.upgrade("/app/echo", LOCAL);
            assertStatus(503, head);
            assertTrue(head.contains("Retry-After: 5\r\n"), head);
            three.body(head);

            first.complete(Verdict.PROCEED);
            assertStatus(101, one.head());
            three.write(three.request("/app/echo", LOCAL));
            question().complete(Verdict.PROCEED);
            assertStatus(101, three.head());
        }
    }

    @Test
    void scheme_provesLater_applicationIsToldTheUser() throws Exception {
        server.security.addAsyncAuthenticator(new Corp());
        server.security.getPolicy().setAuthRequired("true");
        server.security.getPolicy().setAuthSchemes("session,corp");
        server.start();
        for (String user : List.of("nobody", "", "ann")) {
            try (RawClient client = server.client()) {
                String credential = user.isEmpty() ? "X-Other: 1" : "X-Corp: " + user;
                client.write(client.request("/app/echo", LOCAL, credential));
                question().complete(Verdict.PROCEED);
                String head = client.head();
                assertStatus(user.equals("ann") ? 101 : 401, head);
                SecurityEvent event = server.event();
                assertEquals(
                        user.equals("ann") ? Optional.of(Identity.of("ann", "corp")) : Optional.empty(),
                        event.identity());
                assertEquals(user.equals("ann"), !head.contains("WWW-Authenticate: Corp"));
                assertEquals(
                        user.isEmpty() ? null : List.of("***"), event.headers().get("X-Corp"));
            }
        }
    }

    /** Knows whose name is longer than one letter and no more than three, and says so a moment later. */
    private static final class Corp implements AsyncAuthenticator {
        @Override
        public String scheme() {
            return "corp";
        }

        @Override
        public Set<String> headers() {
            return Set.of("X-Corp");
        }

        @Override
        public Optional<String> challenge(boolean rejected) {
            return Optional.of("Corp realm=\"test\"");
        }

        @Override
        public CompletionStage<Proof> prove(Handshake handshake) {
            List<String> sent = handshake.headers().values("X-Corp");
            return sent.isEmpty()
                    ? CompletableFuture.completedFuture(Proof.ABSENT)
                    : CompletableFuture.supplyAsync(() -> sent.equals(List.of("ann"))
                            ? new Proof.Proved(Identity.of("ann", "corp"))
                            : new Proof.Rejected("unknown"));
        }
    }

    /** A server that stops answers nobody who waits, and lets nobody in. */
    @Test
    void server_stopsWhileWaiting_nothingOpens() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            client.write(client.request("/app/echo", LOCAL));
            CompletableFuture<Verdict> question = question();
            server.close();
            question.complete(Verdict.PROCEED);
            try {
                assertTrue(!client.head().startsWith("HTTP/1.1 101"));
            } catch (EOFException expected) {
                assertEquals(0, server.created.get());
            }
        }
        assertEquals(0, server.created.get());
    }
}
