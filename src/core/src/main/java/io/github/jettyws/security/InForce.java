package io.github.jettyws.security;

import io.github.jettyws.security.auth.JwksCache;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.jetty.Protection;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.Policy;
import java.util.List;

/**
 * What is in force from one start of the server to its stop.
 *
 * @param events who is told, not yet started
 * @param guard what all policies share
 * @param otherwise the policy of all paths that have none of their own
 * @param protection the policies by path
 * @param files what was read of files
 * @param issuers the keys that are to be fetched
 * @param shared what the shared settings say
 */
record InForce(
        Events events,
        Guard guard,
        Policy otherwise,
        Protection protection,
        List<WatchedFiles.Content> files,
        List<JwksCache> issuers,
        SharedFactory.Shared shared) {
    /** Whether what belongs to no path is carried out. */
    boolean isEnforced() {
        return otherwise.mode() == Mode.ENFORCE;
    }
}
