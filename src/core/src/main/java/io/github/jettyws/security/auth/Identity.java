package io.github.jettyws.security.auth;

/**
 * What a credential proves. Immutable.
 *
 * @param name the name of the user; may hold any character
 * @param scheme how it was proved: {@code session}
 */
public record Identity(String name, String scheme) {}
