package io.github.jettyws.security.handshake;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses what is no handshake by the letter of RFC 6455, section 4.1, or over HTTP/2 of RFC 8441, section 4. Browsers
 * keep to it; what does not is a mistake, or tries to mean one thing to the guard and another to the server.
 */
public final class GrammarCheck implements HandshakeCheck {
    /** The version that is spoken (RFC 6455, section 4.4). */
    public static final String VERSION = "13";

    /** How many subprotocols, and how many extensions, a client may offer. */
    static final int MAX_OFFERS = 32;

    /** How many characters the offers of one kind may have together: room for a token that a browser sends as one. */
    static final int MAX_OFFER_LENGTH = 8192;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VERSION_NUMBER = Pattern.compile("0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");

    /** Sixteen bytes in base64: the last digit before the padding has four bits that are zero. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    /** What a handshake over HTTP/2 has no use for (RFC 8441, section 5). */
    private static final List<String> HTTP_1_ONLY =
            List.of("Upgrade", "Connection", "Sec-WebSocket-Key", "Transfer-Encoding", "Content-Length");

    /** Makes the check. */
    public GrammarCheck() {}

    @Override
    public Verdict check(Handshake handshake) {
        Headers headers = handshake.headers();
        boolean wellFormed = handshake.tunnel() == null ? isUpgrade(handshake) : isExtendedConnect(handshake);
        if (!wellFormed || !isBounded(headers)) {
            return Verdict.refuse(Reason.MALFORMED_HANDSHAKE);
        }
        List<String> versions = headers.values("Sec-WebSocket-Version");
        if (versions.size() != 1 || !VERSION_NUMBER.matcher(versions.get(0)).matches()) {
            return Verdict.refuse(Reason.MALFORMED_HANDSHAKE);
        }
        return versions.get(0).equals(VERSION) ? Verdict.PROCEED : Verdict.refuse(Reason.UNSUPPORTED_VERSION);
    }

    private static boolean isUpgrade(Handshake handshake) {
        Headers headers = handshake.headers();
        List<String> keys = headers.values("Sec-WebSocket-Key");
        return handshake.protocol().equals("HTTP/1.1")
                && handshake.method().equals("GET")
                && headers.values("Host").size() == 1
                && !headers.values("Host").get(0).isEmpty()
                && hasToken(headers.values("Upgrade"), "websocket")
                && hasToken(headers.values("Connection"), "upgrade")
                && keys.size() == 1
                && KEY.matcher(keys.get(0)).matches()
                && headers.values("Transfer-Encoding").isEmpty()
                && headers.values("Content-Length").stream().allMatch("0"::equals);
    }

    private static boolean isExtendedConnect(Handshake handshake) {
        return "websocket".equals(handshake.tunnel())
                && HTTP_1_ONLY.stream()
                        .allMatch(name -> handshake.headers().values(name).isEmpty());
    }

    /** A list of tokens (RFC 9110, section 5.6.1), in any number of lines, one of which is looked for. */
    private static boolean hasToken(List<String> values, String wanted) {
        List<String> tokens = tokens(values);
        return tokens.stream().allMatch(token -> TOKEN.matcher(token).matches())
                && tokens.stream()
                        .anyMatch(token -> token.toLowerCase(Locale.ROOT).equals(wanted));
    }

    private static List<String> tokens(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static boolean isBounded(Headers headers) {
        List<String> protocols = headers.values("Sec-WebSocket-Protocol");
        List<String> names = tokens(protocols);
        Set<String> distinct = new HashSet<>(names);
        return isBounded(protocols)
                && isBounded(headers.values("Sec-WebSocket-Extensions"))
                && headers.values("Origin").size() <= 1
                // RFC 6455, section 4.1, item 10: tokens, each of them once.
                && distinct.size() == names.size()
                && names.stream().allMatch(name -> TOKEN.matcher(name).matches());
    }

    private static boolean isBounded(List<String> offers) {
        return offers.stream().mapToInt(String::length).sum() <= MAX_OFFER_LENGTH
                && tokens(offers).size() <= MAX_OFFERS;
    }
}
