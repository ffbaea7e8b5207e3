package io.github.jettyws.security.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs cookies the way the Javadoc of {@link SignedCookie} tells other languages to. */
final class CookieSigner {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String name;
    private final byte[] key;

    CookieSigner(String name, byte[] key) {
        this.name = name;
        this.key = key.clone();
    }

    String sign(String json) {
        return sign(json.getBytes(StandardCharsets.UTF_8));
    }

    String sign(byte[] json) {
        String payload = BASE64URL.encodeToString(json);
        return payload + "." + code(payload);
    }

    String code(String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] signed = ("jetty-ws-security cookie\n" + name + "\n" + payload).getBytes(StandardCharsets.US_ASCII);
            return BASE64URL.encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
