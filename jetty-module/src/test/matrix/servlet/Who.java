package io.github.jettyws.matrix;

import java.security.Principal;
import java.util.Map;

/** What an application is told of the user of an upgrade request, as text. */
final class Who {
    static final String ATTRIBUTE = "io.github.jettyws.security.identity";
    static final String QUESTION = "who";

    private Who() {}

    static String of(Principal user, boolean ops, boolean admin, Object attribute, Object query, Object protocols) {
        String scheme =
                attribute instanceof Map ? String.valueOf(((Map<?, ?>) attribute).get("scheme")) : String.valueOf(attribute);
        return (user == null ? "nobody" : user.getName()) + " ops=" + ops + " admin=" + admin + " scheme=" + scheme
                + " query=" + query + " protocols=" + protocols;
    }
}
