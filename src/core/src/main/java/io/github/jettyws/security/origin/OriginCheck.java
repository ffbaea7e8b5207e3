package io.github.jettyws.security.origin;

import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The check against cross-site WebSocket hijacking (CWE-1385): a browser sends the cookies of a site with a WebSocket
 * that any other site opens, and the {@code Origin} header (RFC 6455, section 10.2) is all that tells the two apart.
 *
 * <p>More than one {@code Origin} is refused even where each would be allowed, and so is an empty one. A program that is
 * no browser can send any {@code Origin}: this check is no substitute for a credential.
 */
public final class OriginCheck implements HandshakeCheck {
    private static final Set<String> LOCALHOST = Set.of("localhost", "127.0.0.1", "[::1]");

    private final OriginRules rules;

    /**
     * Makes the check.
     *
     * @param rules what is allowed
     */
    public OriginCheck(OriginRules rules) {
        this.rules = rules;
    }

    @Override
    public Verdict check(Handshake handshake) {
        List<String> origins = handshake.origins();
        if (!rules.check()) {
            return Verdict.PROCEED;
        }
        if (origins.isEmpty()) {
            return rules.allowMissing() ? Verdict.PROCEED : Verdict.refuse(Reason.ORIGIN_MISSING);
        }
        return origins.size() == 1 && isAllowed(origins.get(0), handshake)
                ? Verdict.PROCEED
                : Verdict.refuse(Reason.ORIGIN_NOT_ALLOWED);
    }

    /** Who asks for a ticket has to be of the same origin, whatever else may connect. */
    @Override
    public boolean isForUpgradesOnly() {
        return true;
    }

    private boolean isAllowed(String text, Handshake handshake) {
        // RFC 6454, section 6.1: the serialisation of an opaque origin. The case is part of it.
        if (text.equals("null")) {
            return rules.allowNull();
        }
        return Origin.parse(text)
                // What takes another origin to be read is asked last.
                .filter(origin -> (rules.allowLocalhost() && LOCALHOST.contains(origin.host()))
                        || isListed(origin)
                        || (rules.allowSameOrigin() && isSame(origin, handshake)))
                .isPresent();
    }

    private boolean isListed(Origin origin) {
        for (OriginPattern pattern : rules.allowed()) {
            if (pattern.matches(origin)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Origin origin, Handshake handshake) {
        return Optional.ofNullable(handshake.host())
                .flatMap(host -> Origin.parse((handshake.caller().secure() ? "https://" : "http://") + host))
                .filter(origin::equals)
                .isPresent();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
