package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing but the token itself is believed, and nothing at all throws. */
class JwtFuzzTest {
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n\u0000\u00e9\ud800%";

    @ParameterizedTest
    @CsvSource({"HS256, 30000", "RS256, 10000", "PS256, 5000", "ES256, 2000"})
    void verify_changedToken_isNeverBelieved(JwtAlgorithm algorithm, int rounds) {
        String jwk = switch (algorithm.family()) {
            case HMAC -> TestTokens.OCT;
            case RSA -> TestTokens.RSA;
            case EC -> TestTokens.EC;
        };
        JwtVerifier verifier = TestTokens.verifier(algorithm, jwk);
        String token = TestTokens.sign(algorithm, TestTokens.CLAIMS);
        Random random = new Random(rounds);
        assertInstanceOf(Proof.Proved.class, verifier.verify(token));
        for (int i = 0; i < rounds; i++) {
            StringBuilder text = new StringBuilder(token);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                change(text, random);
            }
            String changed = text.toString();
            if (!changed.equals(token)) {
                assertInstanceOf(Proof.Rejected.class, verifier.verify(changed), changed);
            }
        }
    }

    /** What reaches the readers of JSON and the claims: anything at all, with a good signature. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void verify_changedJson_neverThrows(boolean header) {
        JwtVerifier verifier = TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.OCT);
        String[] json = {
            "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"a\"}",
            "{\"sub\":\"ann\",\"exp\":1800000600,\"nbf\":1.5e9,\"aud\":[\"x\"],\"roles\":\"a b\",\"x\":{\"y\":[null,true]}}"
        };
        Random random = new Random(7);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder(json[header ? 0 : 1]);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                String pieces = "{}[]\",:0123456789.eE-+\\u tfn\u0000\u00e9";
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                    case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    default -> text.deleteCharAt(at);
                }
            }
            verifier.verify(TestTokens.sign(
                    JwtAlgorithm.HS256, header ? text.toString() : json[0], header ? json[1] : text.toString()));
        }
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        char character = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
        switch (random.nextInt(5)) {
            case 0, 1 -> text.setCharAt(at, character);
            case 2 -> text.insert(at, character);
            case 3 -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(8)));
            default -> {
                int other = random.nextInt(text.length());
                char moved = text.charAt(at);
                text.setCharAt(at, text.charAt(other));
                text.setCharAt(other, moved);
            }
        }
    }
}
