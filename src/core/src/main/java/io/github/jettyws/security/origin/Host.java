package io.github.jettyws.security.origin;

import io.github.jettyws.security.address.IpAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The host of an origin in its one form: a name in lower case and ASCII, an IPv4 address in dotted decimal, an IPv6
 * address in brackets as RFC 5952 writes it.
 */
final class Host {
    private static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;

    private Host() {}

    /**
     * Reads a host.
     *
     * @param text a name or an address
     * @return its one form, empty where the text is neither
     */
    static Optional<String> parse(String text) {
        if (text.startsWith("[") && text.endsWith("]") && text.indexOf(':') >= 0) {
            return IpAddress.parse(text.substring(1, text.length() - 1)).map(Host::literal);
        }
        if (endsInNumber(text)) {
            return IpAddress.parse(text).map(IpAddress::toString);
        }
        return text.length() <= MAX_LENGTH && isName(text)
                ? Optional.of(text.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /**
     * A name whose last label is a number is an address to every browser (URL Standard, section 3.5); so 127.1 and
     * 0x7f.0.0.1 must not pass for names.
     */
    private static boolean endsInNumber(String text) {
        int label = text.lastIndexOf('.') + 1;
        boolean isHex = text.regionMatches(true, label, "0x", 0, 2);
        for (int i = isHex ? label + 2 : label; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isHexLetter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!isDigit(c) && !(isHex && isHexLetter)) {
                return false;
            }
        }
        return label < text.length();
    }

    /** RFC 1123, section 2.1, and the underscore that real host names have. */
    private static boolean isName(String text) {
        int label = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (!isLabel(text, label, i)) {
                    return false;
                }
                label = i + 1;
            }
        }
        return true;
    }

    /** The letters of ASCII alone: in Unicode, the Kelvin sign is a capital k. */
    private static boolean isLabel(String text, int begin, int end) {
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean isInner = i > begin && i < end - 1;
            if (!isLetter && !isDigit(c) && c != '_' && !(c == '-' && isInner)) {
                return false;
            }
        }
        return begin < end && end - begin <= MAX_LABEL;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** An IPv4-mapped literal names another host than the IPv4 address, as far as origins go. */
    private static String literal(IpAddress address) {
        return address.isIpv4() ? "[::ffff:" + address + "]" : "[" + address + "]";
    }
}
