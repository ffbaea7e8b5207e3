package io.github.jettyws.security.auth;

import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.handshake.Handshake;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The name of the cookie that holds a credential. Where it begins with {@code __Host-} or {@code __Secure-}, which
 * promises that browsers send the cookie over encrypted connections alone (RFC 6265bis, section 4.1.3), the cookie is
 * refused over any other. Immutable.
 */
public final class CookieName {
    /** Browsers take these without regard to case. */
    private static final Pattern SECURE = Pattern.compile("(?i)__(?:Host|Secure)-.*");

    private final String name;
    private final boolean secureOnly;

    private CookieName(String name) {
        this.name = name;
        this.secureOnly = SECURE.matcher(name).matches();
    }

    /**
     * Reads a name.
     *
     * @param name the name
     * @return the same
     * @throws IllegalArgumentException if it is none that a cookie can have
     */
    public static CookieName parse(String name) {
        return new CookieName(ShortToken.check(name, "cookie"));
    }

    /**
     * Looks for the cookie.
     *
     * @param handshake the facts
     * @param verifier asked what its value proves
     * @return what it proves; the cookie sent twice with different values proves nothing, whether one of them is good or not
     */
    Proof prove(Handshake handshake, Function<String, Proof> verifier) {
        List<String> values = Cookies.values(handshake.headers().values("Cookie"), name);
        if (values.isEmpty()) {
            return Proof.ABSENT;
        }
        if (values.size() > 1) {
            return new Rejected("two cookies of one name");
        }
        if (secureOnly && !handshake.caller().secure()) {
            return new Rejected("connection not encrypted");
        }
        return verifier.apply(values.get(0));
    }

    /** Gives the name. */
    @Override
    public String toString() {
        return name;
    }
}
