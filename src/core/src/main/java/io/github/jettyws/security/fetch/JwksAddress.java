package io.github.jettyws.security.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Reads the address of a JWK Set as an operator writes it. */
public final class JwksAddress {
    private static final String EXPECTED = "expected https and a host, such as https://issuer.example.com/keys";

    /** Whoever can answer for these is on this machine. No name is looked up to tell. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private JwksAddress() {}

    /**
     * Reads an address. What is wrong with it is told without repeating it: it may hold a password.
     *
     * @param text an absolute URI with {@code https}, or with {@code http} where the host is {@code localhost},
     *     {@code 127.0.0.1} or {@code [::1]}
     * @return the address
     * @throws IllegalArgumentException if it is something else, or has user information or a fragment
     */
    @SuppressWarnings("UnusedException") // It quotes the text.
    public static URI parse(String text) {
        try {
            return check(new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    static URI check(URI address) {
        // What is no host, such as one with an underscore, is none to URI either.
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("expected no user information and no fragment in the address");
        }
        if (host.isEmpty() || !(scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host)))) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return address;
    }
}
