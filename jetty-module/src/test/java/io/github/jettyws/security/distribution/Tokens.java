package io.github.jettyws.security.distribution;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens and signed cookies with nothing but the JDK. */
final class Tokens {
    /** In 2096. */
    static final long FAR = 4_000_000_000L;

    /** In 2017. */
    static final long PAST = 1_500_000_000L;

    /** What a client is answered whose newer token was refused. */
    static final String REFUSED = "{\"ws-security\":\"refused\"}";

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    /** A token of RFC 7519, signed with HS256. */
    static String jwt(String secret, String user, long expiry, String... roles) {
        String signed = encode("{\"alg\":\"HS256\"}") + "." + encode(claims(user, expiry, roles));
        return signed + "." + hmac(secret, signed);
    }

    /** The value of a signed cookie, as the documents describe it. */
    static String cookie(String name, String secret, String user, long expiry, String... roles) {
        String payload = encode(claims(user, expiry, roles));
        return payload + "." + hmac(secret, "jetty-ws-security cookie\n" + name + "\n" + payload);
    }

    /** The message that puts a newer token in the place of the one that a connection was opened with. */
    static String renewal(String token) {
        return "{\"ws-security\":\"refresh\",\"token\":\"" + token + "\"}";
    }

    /** What the client is answered, whose new token expires then. */
    static String renewed(long expiry) {
        return "{\"ws-security\":\"refreshed\",\"expires\":" + expiry + "}";
    }

    private static String claims(String user, long expiry, String... roles) {
        String list = roles.length == 0 ? "" : "\"" + String.join("\",\"", roles) + "\"";
        return "{\"sub\":\"" + user + "\",\"roles\":[" + list + "],\"exp\":" + expiry + "}";
    }

    private static String encode(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return BASE64URL.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
