package io.github.jettyws.security.auth;

import java.util.Collections;
import java.util.Set;

/**
 * Who, of those that are known, may connect. Immutable.
 *
 * @param roles one of these is needed, none where this is empty
 * @param users one of these has to be the name, any where this is empty; where there are both, both are needed
 */
public record Permission(Set<String> roles, Set<String> users) {
    /** Whoever is known may connect. */
    public static final Permission ALL = new Permission(Set.of(), Set.of());

    /**
     * Makes a permission, with copies.
     *
     * @param roles one of these is needed
     * @param users one of these has to be the name
     */
    public Permission {
        roles = Set.copyOf(roles);
        users = Set.copyOf(users);
    }

    /**
     * Tells whether somebody may connect.
     *
     * @param identity who it is
     * @return whether the identity has what is needed; upper and lower case are different
     */
    public boolean permits(Identity identity) {
        return (roles.isEmpty() || !Collections.disjoint(roles, identity.roles()))
                && (users.isEmpty() || users.contains(identity.name()));
    }
}
