package io.github.jettyws.security.auth;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;

/** The three parts of a signed token (RFC 7515, section 7.1), decoded, and none of them believed. */
final class CompactToken {
    /** The most characters of a token: what fits into a header field of most servers. */
    static final int MAX_LENGTH = 8192;

    /** The most characters of the header. A chain of certificates, which is ignored, may make it long. */
    static final int MAX_HEADER_LENGTH = 4096;

    private final byte[] header;
    private final byte[] payload;
    private final byte[] signed;
    private final Base64URL signature;

    private CompactToken(String header, String payload, String signed, String signature) throws BadToken {
        this.header = decode(header);
        this.payload = decode(payload);
        this.signed = signed.getBytes(StandardCharsets.US_ASCII);
        decode(signature);
        this.signature = new Base64URL(signature);
    }

    private static byte[] decode(String part) throws BadToken {
        return Base64Url.decode(part).orElseThrow(() -> new BadToken("malformed"));
    }

    /**
     * Takes a token apart.
     *
     * @param token what the client sent
     * @return its parts
     * @throws BadToken if it is longer than {@value #MAX_LENGTH} characters, or its header than
     *     {@value #MAX_HEADER_LENGTH}, or it is not three parts of base64url none of which is empty
     */
    static CompactToken parse(String token) throws BadToken {
        if (token.length() > MAX_LENGTH) {
            throw new BadToken("too long");
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second <= first + 1) {
            throw new BadToken("malformed");
        }
        if (token.indexOf('.', second + 1) >= 0 || second + 1 == token.length()) {
            // Five parts are encrypted (RFC 7516), and an empty third one is "none" (RFC 7518, section 3.6).
            throw new BadToken("not a signed token");
        }
        if (first > MAX_HEADER_LENGTH) {
            throw new BadToken("header too long");
        }
        return new CompactToken(
                token.substring(0, first),
                token.substring(first + 1, second),
                token.substring(0, second),
                token.substring(second + 1));
    }

    /** Gives the JSON of the header; not to be changed. */
    byte[] header() {
        return header;
    }

    /** Gives the JSON of the claims; not to be changed. */
    byte[] payload() {
        return payload;
    }

    /** Gives what is signed, the first two parts as they were sent; not to be changed. */
    byte[] signed() {
        return signed;
    }

    /** Gives the third part as it was sent, which is base64url. */
    Base64URL signature() {
        return signature;
    }
}
