package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.ClientKey;

/**
 * What all policies know of clients: who is calling, what is counted as one client, and who is banned.
 *
 * @param callers finds the client behind trusted proxies
 * @param key what a client is counted by
 * @param bans who may not connect for a while
 */
public record Clients(CallerResolver callers, ClientKey key, Bans bans) {}
