package io.github.jettyws.security.address;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads addresses in their strict numeric forms, written in ASCII. By hand, since the JDK takes octal and short forms
 * and asks DNS for what it does not understand, and since a list file has a million of them.
 */
final class AddressParser {
    private static final int GROUPS = 8;
    private static final int NONE = -1;

    private AddressParser() {}

    /**
     * Reads an address.
     *
     * @param text the text
     * @return the address, {@code null} where the text is none
     */
    static @Nullable IpAddress parse(String text) {
        if (text.indexOf(':') >= 0) {
            return colons(text);
        }
        long address = dotted(text, 0);
        return address == NONE ? null : IpAddress.ofIpv4((int) address);
    }

    /**
     * Reads a decimal number without a sign and without leading zeros: {@code 010} would be 8 elsewhere.
     *
     * @param text the text
     * @param from where the number begins
     * @param to the end of the number
     * @param most the largest that it may be, below 1,000
     * @return the number, -1 where there is none
     */
    static int decimal(String text, int from, int to, int most) {
        if (to <= from || to - from > 3 || (text.charAt(from) == '0' && to - from > 1)) {
            return NONE;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number <= most ? number : NONE;
    }

    /** Dotted decimal as RFC 6943, section 3.1.1 calls strict: four numbers, no octal, no hexadecimal, no short form. */
    private static long dotted(String text, int from) {
        long address = 0;
        int at = from;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? text.indexOf('.', at) : text.length();
            int number = decimal(text, at, end, 0xff);
            if (number == NONE) {
                return NONE;
            }
            address = address << 8 | number;
            at = end + 1;
        }
        return address;
    }

    /** The three forms of RFC 4291, section 2.2. */
    private static @Nullable IpAddress colons(String text) {
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = text.startsWith("::") ? 0 : NONE;
        int at = gap == 0 ? 2 : 0;
        while (at < text.length()) {
            int end = endOfDigits(text, at);
            if (end == at || count == GROUPS) {
                return null;
            }
            if (end < text.length() && text.charAt(end) == '.') {
                long ipv4 = dotted(text, at);
                if (ipv4 == NONE || count > GROUPS - 2) {
                    return null;
                }
                groups[count++] = (int) (ipv4 >>> 16);
                groups[count++] = (int) ipv4 & 0xffff;
                break;
            }
            groups[count++] = HexFormat.fromHexDigits(text, at, end);
            at = end + 1;
            if (at == text.length() || (end < text.length() && text.charAt(end) != ':')) {
                return null;
            }
            if (at < text.length() && text.charAt(at) == ':') {
                if (gap != NONE) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        // A gap stands for one group at least.
        int missing = GROUPS - count;
        return (gap == NONE ? missing == 0 : missing > 0) ? address(groups, gap, missing) : null;
    }

    private static int endOfDigits(String text, int from) {
        int most = Math.min(text.length(), from + 4);
        int end = from;
        while (end < most && HexFormat.isHexDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Moves what stands behind the gap to the end. */
    private static IpAddress address(int[] groups, int gap, int missing) {
        if (missing > 0) {
            System.arraycopy(groups, gap, groups, gap + missing, GROUPS - missing - gap);
            Arrays.fill(groups, gap, gap + missing, 0);
        }
        return new IpAddress(half(groups, 0), half(groups, GROUPS / 2));
    }

    private static long half(int[] groups, int from) {
        long half = 0;
        for (int i = from; i < from + GROUPS / 2; i++) {
            half = half << 16 | groups[i];
        }
        return half;
    }
}
