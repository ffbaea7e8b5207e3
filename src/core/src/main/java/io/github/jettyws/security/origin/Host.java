package io.github.jettyws.security.origin;

import io.github.jettyws.security.address.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of an origin in its one form: a name in lower case and ASCII, an IPv4 address in dotted decimal, an IPv6
 * address in brackets as RFC 5952 writes it.
 */
final class Host {
    private static final int MAX_LENGTH = 253;

    /** RFC 1123, section 2.1, and the underscore that real host names have. */
    private static final Pattern NAME =
            ignoringCase("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");

    /**
     * A name whose last label is a number is an address to every browser (URL Standard, section 3.5); so 127.1 and
     * 0x7f.0.0.1 must not pass for names.
     */
    private static final Pattern ENDS_IN_NUMBER = ignoringCase("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");

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
        if (ENDS_IN_NUMBER.matcher(text).matches()) {
            return IpAddress.parse(text).map(IpAddress::toString);
        }
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches()
                ? Optional.of(text.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** The case of ASCII alone: in Unicode, the Kelvin sign is a capital k. */
    private static Pattern ignoringCase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** An IPv4-mapped literal names another host than the IPv4 address, as far as origins go. */
    private static String literal(IpAddress address) {
        return address.isIpv4() ? "[::ffff:" + address + "]" : "[" + address + "]";
    }
}
