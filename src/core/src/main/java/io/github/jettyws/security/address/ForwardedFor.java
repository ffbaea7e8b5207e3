package io.github.jettyws.security.address;

import java.util.Optional;

/**
 * An element of {@code X-Forwarded-For}, for which there is no standard. What proxies are known to write is an address
 * with a port or without; IPv6 in brackets, or bare and then without a port.
 */
final class ForwardedFor {
    private ForwardedFor() {}

    /**
     * Reads one element.
     *
     * @param element without whitespace around it
     * @return the address, empty where there is anything else
     */
    static Optional<Hop> parse(String element) {
        return address(element).map(address -> new Hop(address, null));
    }

    private static Optional<IpAddress> address(String element) {
        // One colon belongs to a port, more to an address: 2001:db8::1:443 is one, not a port behind another.
        boolean bare = !element.startsWith("[") && element.indexOf(':') != element.lastIndexOf(':');
        return bare ? Node.address(element, 0, element.length()) : Node.parse(element, false);
    }
}
