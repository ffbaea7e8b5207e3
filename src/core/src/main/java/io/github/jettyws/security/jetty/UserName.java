package io.github.jettyws.security.jetty;

import java.security.Principal;

/**
 * The user principal of an application, which sees no more of it than the interface.
 *
 * @param name the name of the user
 */
record UserName(String name) implements Principal {
    @Override
    public String getName() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
