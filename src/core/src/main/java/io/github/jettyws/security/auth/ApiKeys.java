package io.github.jettyws.security.auth;

import io.github.jettyws.security.auth.CredentialFile.Line;
import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.handshake.Handshake;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scheme {@code apiKey}: keys for programs, sent in a header of their own. The server has a file with a line for each,
 * such as
 *
 * <pre>{@code id=0123456789abcdef hash=… name=ci roles=deploy,read expires=2027-01-01T00:00:00Z addresses=192.0.2.0/24}</pre>
 *
 * with fields {@code name=value} between blanks: {@code id}, {@code hash} and {@code name} in every line; {@code roles},
 * {@code expires}, {@code addresses} and {@code origins} where wanted, lists with commas and without blanks. Blank lines
 * and lines that begin with {@code #} do not count. One broken line makes the whole file void.
 *
 * <p>The file holds no key, but a salted hash of each: {@code hash} is {@code base64url(salt) "." base64url(HMAC-SHA-256(salt
 * + pepper, key))} with a salt of 16 bytes. A fast hash is right: keys are 256 random bits, which nobody guesses, and a slow
 * password hash would only give anybody who sends any key a way to keep the server busy. The pepper, a secret in a file of
 * its own, makes the hashes worthless to whoever gets to write or copy the one file without the other.
 *
 * <p>A key is good before {@code expires} and no longer from that moment on. Thread-safe; readers never wait.
 */
public final class ApiKeys implements Authenticator {
    /** The name of the scheme. */
    public static final String SCHEME = "apiKey";

    /** The header where nothing else is said. */
    public static final String HEADER = "X-API-Key";

    /** How many keys there may be. */
    public static final int MOST_KEYS = 10_000;

    private final String header;
    private final Path file;
    private final @Nullable Path pepperFile;
    private final Clock clock;
    private volatile Content content;

    private ApiKeys(String header, Path file, @Nullable Path pepperFile, Clock clock) {
        this.header = header;
        this.file = file;
        this.pepperFile = pepperFile;
        this.clock = clock;
        this.content = Content.read(file, pepperFile);
    }

    /** What the files say, at one time. */
    private record Content(Map<String, ApiKey> keys, Optional<SecretKeys> pepper) {
        static Content read(Path file, @Nullable Path pepperFile) {
            Map<String, ApiKey> keys = new HashMap<>();
            for (Line line : CredentialFile.read(file)) {
                if (keys.size() == MOST_KEYS) {
                    throw line.error(1, "expected at most " + MOST_KEYS + " keys");
                }
                ApiKey key = ApiKey.read(line);
                if (keys.put(key.id(), key) != null) {
                    throw line.error(1, "expected an id that no line before has");
                }
            }
            return new Content(Map.copyOf(keys), ApiKeys.pepper(pepperFile));
        }
    }

    /**
     * Reads the pepper.
     *
     * @param file a file of {@link SecretKeys} with a single one, {@code null} where there is no pepper
     * @return the pepper, empty where there is none
     * @throws CredentialFileException if the file cannot be read or understood, or holds more than one
     */
    static Optional<SecretKeys> pepper(@Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        SecretKeys keys = SecretKeys.read(file);
        if (keys.size() > 1) {
            throw new CredentialFileException(file, "expected a single key");
        }
        return Optional.of(keys);
    }

    /**
     * Makes the scheme, and reads the keys.
     *
     * @param header the name of the header
     * @param file the file
     * @param pepperFile the file of the pepper, see {@link SecretKeys}, with a single key; {@code null} where there is none
     * @param clock the time
     * @return the scheme
     * @throws CredentialFileException if a file cannot be read or understood
     * @throws IllegalArgumentException if the header is none
     */
    public static ApiKeys load(String header, Path file, @Nullable Path pepperFile, Clock clock) {
        return new ApiKeys(checkHeader(header), file, pepperFile, clock);
    }

    /**
     * Reads the name of a header.
     *
     * @param header the name
     * @return the same
     * @throws IllegalArgumentException if it is none
     */
    public static String checkHeader(String header) {
        return ShortToken.check(header, "header");
    }

    /**
     * Reads the files anew, and puts what they say in the place of what they said before, all at once.
     *
     * @return the ids of the keys whose line has gone or changed, all of them if the pepper has changed: what they have
     *     proved does not hold any more
     * @throws CredentialFileException if a file cannot be read or understood: the keys stay what they were
     */
    public synchronized Set<String> reload() {
        Content after = Content.read(file, pepperFile);
        Content before = content;
        content = after;
        return before.keys().values().stream()
                .filter(key -> !hasSamePepper(before, after) || !isKept(key, after))
                .map(ApiKey::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** There is a single key, or none. */
    private static boolean hasSamePepper(Content before, Content after) {
        return before.pepper().map(SecretKeys::first).equals(after.pepper().map(SecretKeys::first));
    }

    private static boolean isKept(ApiKey key, Content after) {
        ApiKey now = after.keys().get(key.id());
        return now != null && now.line().equals(key.line());
    }

    /**
     * Gives the file of the keys, which may have to be watched.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public boolean isAmbient() {
        return false;
    }

    @Override
    public Set<String> headers() {
        return Set.of(header);
    }

    /** More than one field line proves nothing, even where they are the same. */
    @Override
    public Proof prove(Handshake handshake) {
        List<String> lines = handshake.headers().values(header);
        if (lines.isEmpty()) {
            return Proof.ABSENT;
        }
        if (lines.size() > 1) {
            return new Rejected("more than one key");
        }
        return ApiKeyText.parse(lines.get(0))
                .map(key -> prove(key, handshake))
                .orElseGet(() -> new Rejected("malformed"));
    }

    /** An unknown id goes the same way as a wrong secret, and takes as long: ids are for nobody to find out. */
    private Proof prove(ApiKeyText sent, Handshake handshake) {
        Content current = content;
        ApiKey known = current.keys().get(sent.id());
        ApiKeyHash hash = known == null ? ApiKeyHash.NONE : known.hash();
        boolean matches = hash.matches(sent, current.pepper());
        return known == null || !matches ? new Rejected("unknown key") : known.prove(handshake, clock.instant());
    }

    /** Tells how many keys there are. */
    @Override
    public String toString() {
        return content.keys().size() + " keys of " + file;
    }
}
