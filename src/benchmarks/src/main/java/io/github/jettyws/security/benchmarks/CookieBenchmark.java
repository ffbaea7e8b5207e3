package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.SignedCookie;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A signed cookie of an upgrade request, to the identity. The baseline is the bare {@code Mac} on bytes that lie ready. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CookieBenchmark {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String NAME = "user";

    /** A request, and what verifies its cookie. */
    @State(Scope.Benchmark)
    public static class Cookie {
        private final SecretKeySpec key = new SecretKeySpec(KEY, "HmacSHA256");
        private byte[] signed;
        private byte[] code;
        private SignedCookie scheme;
        private Handshake handshake;

        /**
         * Signs the cookie.
         *
         * @throws IOException if the key cannot be written
         * @throws GeneralSecurityException if it cannot be signed with
         */
        @Setup
        public void setUp() throws IOException, GeneralSecurityException {
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            String payload = base64.encodeToString(
                    "{\"sub\":\"ann\",\"exp\":253402300799,\"roles\":[\"user\"]}".getBytes(StandardCharsets.UTF_8));
            signed = ("jetty-ws-security cookie\n" + NAME + "\n" + payload).getBytes(StandardCharsets.US_ASCII);
            code = code(key, signed);
            Path file = Files.createTempFile("keys", ".txt");
            file.toFile().deleteOnExit();
            Files.writeString(file, Base64.getEncoder().encodeToString(KEY) + "\n");
            scheme = SignedCookie.load(NAME, file, Clock.systemUTC());
            InetAddress client = InetAddress.getLoopbackAddress();
            handshake = new Handshake(
                    new Caller(client, "peer", client, client.getHostAddress(), true, true),
                    "ws.example.com",
                    "GET",
                    null,
                    "/chat",
                    "HTTP/1.1",
                    new Headers(Map.of("Cookie", List.of(NAME + "=" + payload + "." + base64.encodeToString(code)))));
            if (!(scheme.prove(handshake) instanceof Proof.Proved)) {
                throw new IllegalStateException("the cookie is not believed");
            }
        }
    }

    private static byte[] code(SecretKeySpec key, byte[] signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(signed);
    }

    /**
     * Verifies the cookie.
     *
     * @param cookie the cookie
     * @return whom it names
     */
    @Benchmark
    public Proof verify(Cookie cookie) {
        return cookie.scheme.prove(cookie.handshake);
    }

    /**
     * Verifies nothing but the code.
     *
     * @param cookie the cookie
     * @return whether it is good
     * @throws GeneralSecurityException if that cannot be told
     */
    @Benchmark
    public boolean baselinePrimitive(Cookie cookie) throws GeneralSecurityException {
        return MessageDigest.isEqual(code(cookie.key, cookie.signed), cookie.code);
    }
}
