package io.github.jettyws.security.auth;

/**
 * What tells an HTTP session from all others of the server, until its id is renewed. The id is a credential: nothing logs
 * it.
 *
 * @param store whose session it is, compared by {@code equals}: the same id may lead to sessions of several contexts
 * @param id the id, without the name of a node behind it
 */
public record SessionKey(Object store, String id) {
    @Override
    public String toString() {
        return "session of " + store;
    }
}
