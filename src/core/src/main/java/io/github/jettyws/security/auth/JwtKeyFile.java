package io.github.jettyws.security.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a file, which can be read anew while the server runs. Whoever remembers tokens that were verified with the
 * keys before must forget them after that, see {@link VerifiedTokens#clear()}. Thread-safe; readers never wait.
 */
public final class JwtKeyFile implements JwtKeys {
    private final Set<JwtAlgorithm> algorithms;
    private final Path file;
    private final Function<byte[], JwtKeySet> form;
    private volatile JwtKeySet current;

    private JwtKeyFile(Path file, Set<JwtAlgorithm> algorithms, Function<byte[], JwtKeySet> form) {
        this.file = file;
        this.form = form;
        this.algorithms = Collections.unmodifiableSet(EnumSet.copyOf(algorithms));
        current = read();
    }

    /**
     * Reads a file.
     *
     * @param file the file, see {@link JwtKeySet#parse(byte[])} for what may be in it
     * @param algorithms what tokens may be signed with, not empty
     * @return its keys
     * @throws IllegalArgumentException if it cannot be read or understood, or has no key for any of the algorithms
     */
    public static JwtKeyFile load(Path file, Set<JwtAlgorithm> algorithms) {
        return new JwtKeyFile(file, algorithms, JwtKeySet::parse);
    }

    /**
     * Reads a file that holds a JWK Set and nothing else, see {@link JwtKeySet#parseSet(byte[])}.
     *
     * @param file the file
     * @param algorithms what tokens may be signed with, not empty
     * @return its keys
     * @throws IllegalArgumentException if it cannot be read or understood, or has no key for any of the algorithms
     */
    public static JwtKeyFile loadSet(Path file, Set<JwtAlgorithm> algorithms) {
        return new JwtKeyFile(file, algorithms, JwtKeySet::parseSet);
    }

    /**
     * Reads the file anew, and puts its keys in the place of those before, all at once.
     *
     * @throws IllegalArgumentException as above: the keys stay what they were
     */
    public void reload() {
        current = read();
    }

    private JwtKeySet read() {
        try (InputStream content = Files.newInputStream(file)) {
            // One byte more shows that there are too many.
            JwtKeySet keys = form.apply(content.readNBytes(JwtKeySet.MAX_BYTES + 1));
            if (Collections.disjoint(keys.algorithms(), algorithms)) {
                throw new IllegalArgumentException(keys + ": expected one for any of " + algorithms);
            }
            return keys;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": expected a file that can be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<JwtKey> candidates(JwtAlgorithm algorithm, @Nullable String keyId) {
        return current.candidates(algorithm, keyId);
    }

    /**
     * Gives the file, which may have to be watched.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /** Tells how many keys there are, what for, and the file. */
    @Override
    public String toString() {
        return current + " from " + file;
    }
}
