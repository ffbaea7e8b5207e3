package io.github.jettyws.security.auth;

/**
 * What a ticket is tied to, and what a request is held against it. Immutable, as long as its parts are.
 *
 * @param origin the origin of the page, as the browser sends it; empty where there is none, or more than one
 * @param client which client, see {@link io.github.jettyws.security.address.ClientKey}
 * @param context which web application: a user of one need not be known to the next, and another user there may have the
 *     same name
 */
public record TicketBond(String origin, Object client, Object context) {}
