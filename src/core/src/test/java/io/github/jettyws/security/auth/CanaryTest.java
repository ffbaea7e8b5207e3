package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.jettyws.security.auth.CredentialFile.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that holds a secret tells it to whoever writes it into a log. */
class CanaryTest {
    @TempDir
    private Path directory;

    @Test
    void toString_anything_tellsNoSecret() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), ApiKeySamples.LINE);
        Path secret = Files.writeString(directory.resolve("secret"), ApiKeySamples.PEPPER);
        Line line = CredentialFile.read(keys).get(0);
        NewApiKey made = NewApiKey.make("ci", Map.of(), null, new Random(1));
        Identity identity = new Identity(
                "ann", Set.of(), "jwt", Map.of("phone", ApiKeySamples.SECRET), Optional.empty(), Optional.empty());

        for (Object holder : List.of(
                line,
                ApiKey.read(line),
                ApiKeyHash.parse(ApiKeySamples.HASH),
                ApiKeyText.parse(ApiKeySamples.KEY).orElseThrow(),
                ApiKeys.load(ApiKeys.HEADER, keys, secret, Clock.systemUTC()),
                SecretKeys.read(secret),
                SignedCookie.load("user", secret, Clock.systemUTC()),
                new Tokens.One(ApiKeySamples.SECRET),
                made,
                identity)) {
            String text = holder.toString();
            for (String canary : List.of(
                    ApiKeySamples.SECRET,
                    ApiKeySamples.HASH.substring(23),
                    ApiKeySamples.PEPPER,
                    made.key().substring(21))) {
                assertFalse(text.contains(canary), text);
            }
        }
    }
}
