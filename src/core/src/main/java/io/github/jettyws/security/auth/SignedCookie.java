package io.github.jettyws.security.auth;

import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.handshake.Handshake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The scheme {@code cookie}: a cookie that says who the user is, signed by whoever logged the user in. Its value is
 *
 * <pre>{@code payload = base64url( {"sub":"ann","roles":["admin","ops"],"exp":1795255200} )
 * code    = base64url( HMAC-SHA-256( key, "jetty-ws-security cookie\n" + name + "\n" + payload ) )
 * value   = payload + "." + code}</pre>
 *
 * where the JSON is in UTF-8, base64url has no padding (RFC 4648, section 5), {@code name} is the name of the cookie, and
 * a line ends in one LF. {@code sub} and {@code exp} (seconds since 1970) must be there, {@code roles} may, nothing else
 * may. In Python:
 *
 * <pre>{@code b64 = lambda octets: base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
 * payload = b64(json.dumps({"sub": "ann", "exp": int(time.time()) + 3600}).encode())
 * signed = f"jetty-ws-security cookie\n{name}\n{payload}".encode()
 * value = payload + "." + b64(hmac.new(key, signed, hashlib.sha256).digest())}</pre>
 *
 * <p>The name is signed too, so that what was signed for one cookie is no good in another. A cookie is good before
 * {@code exp} and no longer from that second on; there is no leeway. For names with a prefix see {@link CookieName}.
 *
 * <p>Thread-safe; readers never wait.
 */
public final class SignedCookie implements Authenticator {
    /** The name of the scheme. */
    public static final String SCHEME = "cookie";

    /** How many characters a value may have: browsers store no more (RFC 6265, section 6.1). */
    public static final int MOST_LENGTH = 4096;

    private static final String CONTEXT = "jetty-ws-security cookie\n";
    private final CookieName name;
    private final Path keyFile;
    private final Clock clock;
    private final byte[] context;
    private volatile SecretKeys keys;

    private SignedCookie(CookieName name, Path keyFile, SecretKeys keys, Clock clock) {
        this.name = name;
        this.keyFile = keyFile;
        this.clock = clock;
        this.context = (CONTEXT + name + "\n").getBytes(StandardCharsets.US_ASCII);
        this.keys = keys;
    }

    /**
     * Makes the scheme, and reads the keys.
     *
     * @param name the name of the cookie
     * @param keyFile the file, see {@link SecretKeys}
     * @param clock the time
     * @return the scheme
     * @throws CredentialFileException if the file cannot be read or understood
     * @throws IllegalArgumentException if the name is none that a cookie can have
     */
    public static SignedCookie load(String name, Path keyFile, Clock clock) {
        return load(CookieName.parse(name), keyFile, clock);
    }

    /**
     * Makes the scheme, and reads the keys.
     *
     * @param name the name of the cookie
     * @param keyFile the file, see {@link SecretKeys}
     * @param clock the time
     * @return the scheme
     * @throws CredentialFileException if the file cannot be read or understood
     */
    public static SignedCookie load(CookieName name, Path keyFile, Clock clock) {
        return new SignedCookie(name, keyFile, SecretKeys.read(keyFile), clock);
    }

    /**
     * Reads the keys anew, and puts them in the place of those before, all at once.
     *
     * @throws CredentialFileException if the file cannot be read or understood: the keys stay what they were
     */
    public void reload() {
        keys = SecretKeys.read(keyFile);
    }

    /**
     * Gives the file of the keys, which may have to be watched.
     *
     * @return the file
     */
    public Path file() {
        return keyFile;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Proof prove(Handshake handshake) {
        return name.prove(handshake, this::verify);
    }

    private Proof verify(String value) {
        if (value.length() > MOST_LENGTH) {
            return new Rejected("too long");
        }
        int dot = value.indexOf('.');
        Optional<byte[]> payload = Base64Url.decode(value.substring(0, Math.max(dot, 0)));
        Optional<byte[]> code = Base64Url.decode(value.substring(dot + 1));
        if (dot < 0
                || payload.isEmpty()
                || code.filter(bytes -> bytes.length == HmacSha256.LENGTH).isEmpty()) {
            return new Rejected("malformed");
        }
        byte[] signed = value.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        if (!keys.verify(code.get(), context, signed)) {
            return new Rejected("wrong signature");
        }
        // Nothing is parsed that was not signed.
        return CookiePayload.read(payload.get()).map(this::proof).orElseGet(() -> new Rejected("malformed"));
    }

    private Proof proof(CookiePayload payload) {
        if (!clock.instant().isBefore(payload.expiry())) {
            return new Rejected("expired");
        }
        return new Proved(new Identity(
                payload.subject(), payload.roles(), SCHEME, Map.of(), Optional.of(payload.expiry()), Optional.empty()));
    }

    /** Tells the name, and how many keys there are. */
    @Override
    public String toString() {
        return name + " with " + keys + " of " + keyFile;
    }
}
