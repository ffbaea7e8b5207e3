package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What clients send that nobody else may read. */
final class Secrets {
    /** In characters of Base64: too many to be met by chance. */
    private static final int END = 12;

    private final List<String> secrets;

    Secrets(String... secrets) {
        this.secrets = new CopyOnWriteArrayList<>(List.of(secrets));
    }

    String add(String secret) {
        secrets.add(secret);
        return secret;
    }

    /**
     * Of a token or a signed cookie the end of the signature: it is in none of the others, and of what a long buffer holds
     * Jetty writes the beginning and the end.
     */
    String addSigned(String credential) {
        add(credential.substring(credential.length() - END));
        return credential;
    }

    /** In no log of the server, at whatever level it has, and in no event. Gives what was looked at. */
    String assertInNoLog(JettyBase base) throws IOException {
        Path directory = base.directory();
        StringBuilder all = new StringBuilder(read(directory.resolve("jetty.log")));
        try (Stream<Path> logs = Files.walk(directory.resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                all.append(read(log));
            }
        }
        String text = all.append(read(directory.resolve("events.txt"))).toString();
        for (String secret : secrets) {
            int found = text.indexOf(secret);
            assertFalse(found >= 0, () -> text.substring(Math.max(0, found - 200), found + secret.length()));
        }
        return text;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
