package io.github.jettyws.security.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses what is no handshake by the letter of RFC 6455, section 4.1, or over HTTP/2 of RFC 8441, section 4. Browsers
 * keep to it; what does not is a mistake, or tries to mean one thing to the guard and another to the server.
 */
public final class GrammarCheck implements HandshakeCheck {
    /** The version that is spoken (RFC 6455, section 4.4). */
    public static final String VERSION = "13";

    private static final List<String> SPOKEN = List.of(VERSION);

    /** How many subprotocols, and how many extensions, a client may offer. */
    static final int MAX_OFFERS = 32;

    /** How many characters the offers of one kind may have together: room for a token that a browser sends as one. */
    static final int MAX_OFFER_LENGTH = 8192;

    private static final Pattern VERSION_NUMBER = Pattern.compile("0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");

    private static final int KEY_LENGTH = 24;

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
        if (versions.equals(SPOKEN)) {
            return Verdict.PROCEED;
        }
        return versions.size() == 1 && VERSION_NUMBER.matcher(versions.get(0)).matches()
                ? Verdict.refuse(Reason.UNSUPPORTED_VERSION)
                : Verdict.refuse(Reason.MALFORMED_HANDSHAKE);
    }

    @Override
    public boolean isForUpgradesOnly() {
        return true;
    }

    private static boolean isUpgrade(Handshake handshake) {
        Headers headers = handshake.headers();
        List<String> hosts = headers.values("Host");
        List<String> keys = headers.values("Sec-WebSocket-Key");
        return handshake.protocol().equals("HTTP/1.1")
                && handshake.method().equals("GET")
                && hosts.size() == 1
                && !hosts.get(0).isEmpty()
                && hasToken(headers.values("Upgrade"), "websocket")
                && hasToken(headers.values("Connection"), "upgrade")
                && keys.size() == 1
                && isKey(keys.get(0))
                && headers.values("Transfer-Encoding").isEmpty()
                && hasNoBody(headers.values("Content-Length"));
    }

    private static boolean hasNoBody(List<String> lengths) {
        for (String length : lengths) {
            if (!length.equals("0")) {
                return false;
            }
        }
        return true;
    }

    /** Sixteen bytes in base64: the last digit before the padding has four bits that are zero. */
    private static boolean isKey(String text) {
        if (text.length() != KEY_LENGTH || !text.endsWith("==") || "AQgw".indexOf(text.charAt(KEY_LENGTH - 3)) < 0) {
            return false;
        }
        for (int i = 0; i < KEY_LENGTH - 3; i++) {
            char c = text.charAt(i);
            if (!Tokens.isLetterOrDigit(c) && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }

    private static boolean isExtendedConnect(Handshake handshake) {
        return "websocket".equals(handshake.tunnel())
                && HTTP_1_ONLY.stream()
                        .allMatch(name -> handshake.headers().values(name).isEmpty());
    }

    private static boolean hasToken(List<String> lines, String wanted) {
        List<String> elements = Tokens.elements(lines);
        return Tokens.areTokens(elements) && containsIgnoringCase(elements, wanted);
    }

    private static boolean containsIgnoringCase(List<String> tokens, String wanted) {
        for (String token : tokens) {
            if (token.equalsIgnoreCase(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBounded(Headers headers) {
        List<String> protocols = headers.values("Sec-WebSocket-Protocol");
        return isBounded(protocols)
                && areDistinctTokens(Tokens.elements(protocols))
                && isBounded(headers.values("Sec-WebSocket-Extensions"))
                && headers.values("Origin").size() <= 1;
    }

    /** RFC 6455, section 4.1, item 10. */
    private static boolean areDistinctTokens(List<String> names) {
        return names.isEmpty() || (Tokens.areTokens(names) && new HashSet<>(names).size() == names.size());
    }

    private static boolean isBounded(List<String> offers) {
        int length = 0;
        for (String line : offers) {
            length += line.length();
        }
        return length <= MAX_OFFER_LENGTH && Tokens.count(offers) <= MAX_OFFERS;
    }
}
