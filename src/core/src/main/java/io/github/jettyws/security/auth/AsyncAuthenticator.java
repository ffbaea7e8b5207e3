package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;
import java.util.concurrent.CompletionStage;

/**
 * A scheme that has to wait for its answer, because somebody else verifies the credential. Add one with
 * {@code addAsyncAuthenticator} in {@code etc/ws-security-listeners.xml}, or name it in
 * {@code META-INF/services/io.github.jettyws.security.auth.AsyncAuthenticator} of a jar in {@code lib/ext}; it is asked
 * where {@code ws-security.auth.schemes} has its name.
 *
 * <p>It is asked at the gate, after all checks, also where {@code session} stands before it in the list: then its answer is
 * kept until the application's context has been asked, and counts if the session has decided nothing.
 *
 * <p>What holds for the time limit and for stages that do not complete, holds as for
 * {@link io.github.jettyws.security.handshake.AsyncHandshakeCheck}. Implementations are thread-safe.
 */
public non-sealed interface AsyncAuthenticator extends Scheme {
    /**
     * Looks for the credential, and begins to verify it. Must not block. Where there is no such credential, the answer is
     * best there at once.
     *
     * @param handshake the facts, immutable; values in it come from the client
     * @return completes with what the credential proves, or that it is not there, or that it is worth nothing
     * @throws Exception whatever goes wrong; the request is then refused
     */
    CompletionStage<Proof> prove(Handshake handshake) throws Exception;
}
