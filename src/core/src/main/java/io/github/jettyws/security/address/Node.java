package io.github.jettyws.security.address;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code node} of RFC 7239, section 6, as far as it is an IP address: IPv4, or IPv6 in brackets, with a port or
 * without. There is no address in {@code unknown} and in obfuscated identifiers.
 */
final class Node {
    /** An IPv6 address that ends in an IPv4 address, the longest text of any. */
    private static final int LONGEST_ADDRESS = 45;

    private static final int MOST_DIGITS = 5;
    private static final int LAST_PORT = 65_535;

    /** Section 6.3. */
    private static final Pattern OBFUSCATED = Pattern.compile("_[A-Za-z0-9._-]+");

    private Node() {}

    /**
     * Reads a node.
     *
     * @param text the text
     * @param obfuscated whether the port may be an obfuscated one
     * @return the address, empty where the text is no such node
     */
    static Optional<IpAddress> parse(String text, boolean obfuscated) {
        boolean brackets = text.startsWith("[");
        int start = brackets ? 1 : 0;
        int end = text.indexOf(brackets ? ']' : ':');
        if (end < 0 && !brackets) {
            end = text.length();
        }
        int behind = end + start;
        if (end < 0 || (behind < text.length() && !isPort(text, behind, obfuscated))) {
            return Optional.empty();
        }
        // An IPv4 address stands without brackets, and without them no colon is left for an IPv6 address.
        return brackets && text.lastIndexOf(':', end) < 0 ? Optional.empty() : address(text, start, end);
    }

    /** The address that is written between two places of a text. */
    static Optional<IpAddress> address(String text, int start, int end) {
        return end - start > LONGEST_ADDRESS ? Optional.empty() : IpAddress.parse(text.substring(start, end));
    }

    private static boolean isPort(String text, int colon, boolean obfuscated) {
        if (text.charAt(colon) != ':') {
            return false;
        }
        return isNumber(text, colon + 1)
                || (obfuscated
                        && OBFUSCATED
                                .matcher(text)
                                .region(colon + 1, text.length())
                                .matches());
    }

    private static boolean isNumber(String text, int start) {
        int digits = text.length() - start;
        int number = 0;
        for (int i = start; i < text.length() && digits <= MOST_DIGITS; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            number = 10 * number + digit;
        }
        return digits > 0 && digits <= MOST_DIGITS && number <= LAST_PORT;
    }
}
