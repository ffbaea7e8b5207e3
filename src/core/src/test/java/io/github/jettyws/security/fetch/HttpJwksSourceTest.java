package io.github.jettyws.security.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.jettyws.security.auth.JwksAnswer;
import io.github.jettyws.security.auth.JwtKeySet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpJwksSourceTest {
    private static final byte[] SET = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingQueue<Map<String, List<String>>> requests = new LinkedBlockingQueue<>();

    /** How much of a body went out before the client hung up. */
    private final BlockingQueue<Long> hungUp = new LinkedBlockingQueue<>();

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private HttpJwksSource source;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.start();
        source = new HttpJwksSource(address("/keys?p=canary"));
    }

    @AfterEach
    void stop() {
        end.countDown();
        source.close();
        server.stop(0);
        executor.shutdownNow();
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(Answer answer) {
        server.createContext("/keys", exchange -> {
            requests.add(Map.copyOf(exchange.getRequestHeaders()));
            try (exchange) {
                answer.to(exchange);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private JwksAnswer fetch(@Nullable String etag) throws Exception {
        return source.fetch(etag).get(10, TimeUnit.SECONDS);
    }

    private Throwable failure(CompletableFuture<JwksAnswer> answer) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
        return e.getCause();
    }

    /** Writes until nobody reads. */
    private void writeForEver(HttpExchange exchange) {
        long written = 0;
        try (OutputStream body = exchange.getResponseBody()) {
            while (end.getCount() > 0) {
                body.write(new byte[1024]);
                body.flush();
                written += 1024;
            }
        } catch (IOException e) {
            hungUp.add(written);
        }
    }

    @Test
    void fetch_set_isGivenAsItIs() throws Exception {
        answer(exchange -> {
            Headers headers = exchange.getResponseHeaders();
            headers.set("ETag", "W/\"1\"");
            headers.add("Cache-Control", "public");
            headers.add("Cache-Control", "max-age=60");
            send(exchange, 200, SET);
        });
        JwksAnswer answer = fetch(null);

        assertEquals(200, answer.status());
        assertArrayEquals(SET, answer.body());
        assertEquals("W/\"1\"", answer.etag());
        assertEquals("public,max-age=60", answer.cacheControl());
    }

    /** No cookie, no credential, nothing that invites compressed content, no upgrade to HTTP/2. */
    @Test
    void fetch_request_saysNoMoreThanItMust() throws Exception {
        answer(exchange -> {
            exchange.getResponseHeaders().set("Set-Cookie", "a=b");
            send(exchange, 200, SET);
        });
        fetch(null);
        fetch("\"1\"");
        Map<String, List<String>> first = requests.remove();
        Map<String, List<String>> second = requests.remove();

        assertEquals(List.of("application/jwk-set+json, application/json"), first.get("Accept"));
        assertEquals(List.of("\"1\""), second.get("If-none-match"));
        Set<String> always = Set.of("Accept", "Host", "User-agent", "Content-length");
        assertEquals(Set.of(), without(first.keySet(), always));
        assertEquals(Set.of("If-none-match"), without(second.keySet(), always));
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        return names.stream().filter(name -> !others.contains(name)).collect(Collectors.toSet());
    }

    @Test
    void fetch_notModified_hasNoBody() throws Exception {
        answer(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            send(exchange, 304, new byte[0]);
        });
        for (int i = 0; i < 2; i++) {
            JwksAnswer answer = fetch("\"1\"");
            assertEquals(304, answer.status());
            assertEquals(0, answer.body().length);
            assertEquals("\"1\"", answer.etag());
            assertNull(answer.cacheControl());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "\"a b\"", "\"\u00e9\"", "w/\"1\"", "*"})
    void fetch_whatIsNoEntityTag_isLeftOut(String etag) throws Exception {
        answer(exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            send(exchange, 200, SET);
        });

        assertNull(fetch(null).etag());
    }

    @Test
    void fetch_longEntityTag_isLeftOut() throws Exception {
        answer(exchange -> {
            int length = requests.size() == 1 ? 200 : 201;
            exchange.getResponseHeaders().set("ETag", "\"" + "x".repeat(length) + "\"");
            send(exchange, 200, SET);
        });

        assertEquals(202, fetch(null).etag().length());
        assertNull(fetch(null).etag());
    }

    @Test
    void fetch_redirect_isNotFollowed() throws Exception {
        answer(exchange -> {
            exchange.getResponseHeaders().set("Location", "/keys/elsewhere");
            send(exchange, 302, SET);
        });
        JwksAnswer answer = fetch(null);

        assertEquals(302, answer.status());
        assertEquals(0, answer.body().length);
        assertEquals(1, requests.size());
    }

    @Test
    void fetch_largestBody_isReadToItsEnd() throws Exception {
        byte[] body = new byte[JwtKeySet.MAX_BYTES];
        body[body.length - 1] = 1;
        answer(exchange -> send(exchange, 200, body));

        assertArrayEquals(body, fetch(null).body());
    }

    @Test
    void fetch_longerBody_endsAfterOneByteMore() throws Exception {
        answer(exchange -> send(exchange, 200, new byte[JwtKeySet.MAX_BYTES + 2]));

        assertEquals(JwtKeySet.MAX_BYTES + 1, fetch(null).body().length);
    }

    /** Chunked, and with a length that nobody should make room for. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 40})
    void fetch_endlessBody_isHungUpOn(long length) throws Exception {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, length);
            writeForEver(exchange);
        });

        assertEquals(JwtKeySet.MAX_BYTES + 1, fetch(null).body().length);
        Long written = hungUp.poll(10, TimeUnit.SECONDS);
        // What is in flight fits into the buffers of the sockets.
        assertTrue(written != null && written < 64 << 20, "written " + written);
    }

    @Test
    void fetch_endlessBodyOfAnError_isHungUpOn() throws Exception {
        answer(exchange -> {
            exchange.sendResponseHeaders(500, 0);
            writeForEver(exchange);
        });
        JwksAnswer answer = fetch(null);

        assertEquals(500, answer.status());
        assertEquals(0, answer.body().length);
        assertTrue(hungUp.poll(10, TimeUnit.SECONDS) != null);
    }

    /** It stays as small as it came, and is no JWK Set then. */
    @Test
    void fetch_compressedContent_isNotInflated() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        byte[] bomb = compressed.toByteArray();
        assertTrue(bomb.length < JwtKeySet.MAX_BYTES, "compressed to " + bomb.length);
        answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            send(exchange, 200, bomb);
        });

        assertArrayEquals(bomb, fetch(null).body());
    }

    @Test
    void fetch_noAnswerInTime_fails() {
        answer(exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        source = new HttpJwksSource(address("/keys"), Duration.ofMillis(300));

        assertInstanceOf(TimeoutException.class, failure(source.fetch(null)));
    }

    /** One byte now and then: the time is over for the whole, and the connection with it. */
    @Test
    void fetch_bodyNotCompleteInTime_failsAndHangsUp() throws Exception {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (long written = 0; !end.await(20, TimeUnit.MILLISECONDS); written++) {
                    try {
                        body.write(' ');
                        body.flush();
                    } catch (IOException e) {
                        hungUp.add(written);
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        source = new HttpJwksSource(address("/keys"), Duration.ofMillis(500));

        assertInstanceOf(TimeoutException.class, failure(source.fetch(null)));
        assertTrue(hungUp.poll(10, TimeUnit.SECONDS) != null);
    }

    @Test
    void fetch_connectionReset_failsAndTheNextOneWorks() throws Exception {
        try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            executor.execute(() -> {
                while (!resetting.isClosed()) {
                    try (Socket socket = resetting.accept()) {
                        assertTrue(socket.getInputStream().read() >= 0);
                        socket.setSoLinger(true, 0);
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            source = new HttpJwksSource(URI.create("http://127.0.0.1:" + resetting.getLocalPort() + "/"));
            assertInstanceOf(IOException.class, failure(source.fetch(null)));
            assertInstanceOf(IOException.class, failure(source.fetch(null)));
        }
        assertInstanceOf(IOException.class, failure(source.fetch(null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", "HTTP/1.1 200 OK\r\n"})
    void fetch_answerThatIsBrokenOff_fails(String text) throws Exception {
        try (ServerSocket broken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            executor.execute(() -> {
                try (Socket socket = broken.accept()) {
                    assertTrue(socket.getInputStream().read(new byte[4096]) > 0);
                    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The client sees that.
                }
            });
            source = new HttpJwksSource(URI.create("http://127.0.0.1:" + broken.getLocalPort() + "/"));

            assertInstanceOf(IOException.class, failure(source.fetch(null)));
        }
    }

    @Test
    void close_whileItFetches_givesUpAtOnceAndFetchesNoMore() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        answer(exchange -> {
            asked.countDown();
            exchange.sendResponseHeaders(200, 0);
            writeForEver(exchange);
        });
        source = new HttpJwksSource(address("/keys"), Duration.ofHours(1));
        CompletableFuture<JwksAnswer> answer = source.fetch(null);
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        source.close();

        assertTrue(answer.isDone());
        assertInstanceOf(IllegalStateException.class, failure(source.fetch(null)));
    }

    @Test
    void close_threads_areDaemonsAndEnd() throws Exception {
        answer(exchange -> send(exchange, 200, SET));
        fetch(null);
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("ws-security-jwks"))
                .toList();
        assertFalse(threads.isEmpty());
        assertTrue(threads.stream().allMatch(Thread::isDaemon));
        source.close();

        for (Thread thread : threads) {
            thread.join(10_000);
            assertFalse(thread.isAlive());
        }
    }

    /** Redirected, with a proxy or not: nothing but the address decides who is asked. */
    @Test
    void construct_otherAddress_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new HttpJwksSource(URI.create("http://issuer.example.com/keys")));
    }

    @Test
    void toString_query_isNotShown() {
        assertEquals("http://127.0.0.1:" + server.getAddress().getPort() + "/keys", source.toString());
    }
}
