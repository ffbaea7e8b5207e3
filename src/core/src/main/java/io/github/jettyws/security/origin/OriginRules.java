package io.github.jettyws.security.origin;

import java.util.List;

/**
 * The {@code ws-security.origin.*} family of one policy. Immutable.
 *
 * @param check whether origins are checked at all
 * @param allowed which origins may connect; not to be changed afterwards
 * @param allowSameOrigin whether the origin that the request was sent to may connect
 * @param allowLocalhost whether {@code localhost}, {@code 127.0.0.1} and {@code [::1]} may connect, on any port
 * @param allowMissing whether a client may connect that sends no {@code Origin}
 * @param allowNull whether {@code Origin: null} may connect
 */
public record OriginRules(
        boolean check,
        List<OriginPattern> allowed,
        boolean allowSameOrigin,
        boolean allowLocalhost,
        boolean allowMissing,
        boolean allowNull) {}
