package io.github.jettyws.security.fetch;

import io.github.jettyws.security.auth.JwksAnswer;
import io.github.jettyws.security.auth.JwksSource;
import io.github.jettyws.security.auth.JwtKeySet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a JWK Set over HTTP/1.1, with the certificates, and through the proxy, that the JVM is set up for. It follows
 * no redirect, keeps no cookie, sends no credential and takes no compressed content; of a status other than 200 it reads
 * no body.
 *
 * <p>Its threads are daemons, which end when it is closed. One more is the JDK's own; without a close in Java 17, the JDK
 * ends that when the garbage collector finds that nobody has the client any more. Thread-safe.
 */
public final class HttpJwksSource implements JwksSource {
    /** How long it may take to connect. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long the whole may take, to the last byte. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int OK = 200;
    private static final String ACCEPT = "application/jwk-set+json, application/json";

    /** RFC 9110, section 8.8.3, and no longer than anybody makes one. */
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e]{0,200}\"");

    private final URI address;
    private final Duration timeout;
    private final ExecutorService executor = Executors.newCachedThreadPool(HttpJwksSource::thread);

    /** Guarded by this, as are the two below. */
    private @Nullable HttpClient client;

    private CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);
    private boolean closed;

    /**
     * Fetches nothing yet.
     *
     * @param address what {@link JwksAddress#parse(String)} takes
     * @throws IllegalArgumentException if it is another address
     */
    public HttpJwksSource(URI address) {
        this(address, TIMEOUT);
    }

    HttpJwksSource(URI address, Duration timeout) {
        this.address = JwksAddress.check(address);
        this.timeout = timeout;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ws-security-jwks");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized CompletableFuture<JwksAnswer> fetch(@Nullable String etag) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("closed"));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", ACCEPT);
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        CompletableFuture<HttpResponse<byte[]>> exchange = client().sendAsync(request.build(), HttpJwksSource::body);
        // The timeout of a request of the JDK is over with the head of the response (JDK-8208693).
        CompletableFuture<JwksAnswer> answer =
                exchange.thenApply(HttpJwksSource::answer).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        underWay = answer;
        return answer.whenComplete((some, failure) -> exchange.cancel(true));
    }

    private HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(executor)
                    .build();
            client = known;
        }
        return known;
    }

    /** One byte more shows that there are too many. */
    private static HttpResponse.BodySubscriber<byte[]> body(HttpResponse.ResponseInfo head) {
        return new FirstBytes(head.statusCode() == OK ? JwtKeySet.MAX_BYTES + 1 : 0);
    }

    private static JwksAnswer answer(HttpResponse<byte[]> response) {
        List<String> cacheControl = response.headers().allValues("Cache-Control");
        return new JwksAnswer(
                response.statusCode(),
                response.body(),
                response.headers()
                        .firstValue("ETag")
                        .filter(etag -> ETAG.matcher(etag).matches())
                        .orElse(null),
                cacheControl.isEmpty() ? null : String.join(",", cacheControl));
    }

    @Override
    public void close() {
        CompletableFuture<?> last;
        synchronized (this) {
            closed = true;
            client = null;
            last = underWay;
        }
        last.cancel(true);
        executor.shutdownNow();
    }

    /** Gives the address without its query, which may hold a secret. */
    @Override
    public String toString() {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }
}
