package io.github.jettyws.security.address;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of the one that it forwards for. Immutable.
 *
 * @param address its address, as it was written
 * @param proto the scheme of its request, {@code null} where the element does not say
 */
record Hop(IpAddress address, @Nullable String proto) {
    /** The case of ASCII alone: in Unicode, the long s is an s. */
    private static final Pattern SECURE = Pattern.compile("https|wss", Pattern.CASE_INSENSITIVE);

    /** Whether a request of this scheme came over an encrypted connection. */
    static boolean isSecure(String proto) {
        return proto.equals("https") || SECURE.matcher(proto).matches();
    }
}
