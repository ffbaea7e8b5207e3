package io.github.jettyws.security.address;

/**
 * What a client is counted by, together with how much of the address that is: the text form of what {@link ClientKey}
 * makes. Immutable.
 *
 * @param first the first address of the prefix
 * @param length how many bits of it count: 32 for an IPv4 address, 1 to 128 for IPv6
 */
record ClientPrefix(IpAddress first, int length) {
    private static final int IPV4_BITS = IpAddress.BITS - IpAddress.IPV4_PREFIX;

    static ClientPrefix of(IpAddress client, int ipv6Prefix) {
        return client.isIpv4()
                ? new ClientPrefix(client, IPV4_BITS)
                : new ClientPrefix(client.first(ipv6Prefix), ipv6Prefix);
    }

    /**
     * Reads an address, of which all bits count, or an IPv6 prefix. An IPv4 range is many clients, hence neither.
     *
     * @throws IllegalArgumentException if the text is something else, or has bits set behind the prefix
     */
    static ClientPrefix parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address =
                IpAddress.parse(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> unexpected(text));
        if (slash < 0) {
            return of(address, IpAddress.BITS);
        }
        String length = text.substring(slash + 1);
        if (address.isIpv4() || !length.matches("[1-9]|[1-9]\\d|1[01]\\d|12[0-8]")) {
            throw unexpected(text);
        }
        ClientPrefix client = of(address, Integer.parseInt(length));
        if (!client.first.equals(address)) {
            throw new IllegalArgumentException(
                    "'" + text + "' has bits set behind the prefix: expected " + client + ", or the address alone");
        }
        return client;
    }

    private static IllegalArgumentException unexpected(String text) {
        return new IllegalArgumentException(
                "'" + text + "': expected an IPv4 or IPv6 address, or an IPv6 prefix such as 2001:db8::/64");
    }

    @Override
    public String toString() {
        return first.isIpv4() || length == IpAddress.BITS ? first.toString() : first + "/" + length;
    }
}
