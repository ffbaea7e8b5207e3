package io.github.jettyws.security.handshake;

import java.util.concurrent.CompletionStage;

/**
 * A check of the facts of an upgrade request that has to wait for its answer: for a service that knows more, a database, a
 * store. Add one with {@code addAsyncCheck} in {@code etc/ws-security-listeners.xml}, or name it in
 * {@code META-INF/services/io.github.jettyws.security.handshake.AsyncHandshakeCheck} of a jar in {@code lib/ext}.
 *
 * <p>It is asked last, when every check that answers at once has let the request go on and its connection slot is taken;
 * several are asked one after the other, in the order they were added. No thread waits for the answer, and only
 * {@link Verdict#PROCEED} within {@code ws-security.handshakes.checkTimeout} lets the request go on: late, failed, cancelled
 * and {@code null} are refused with {@link Reason#GUARD_FAILURE}.
 *
 * <p>Every stage has to complete in the end, however late: it counts as pending until then, and with
 * {@code ws-security.handshakes.pendingChecks} of them the next handshakes are refused without being asked about. What may
 * never be answered needs a time limit of its own, such as {@link java.util.concurrent.CompletableFuture#orTimeout}.
 */
@FunctionalInterface
public interface AsyncHandshakeCheck {
    /**
     * Begins to look at one upgrade request. It is called by many threads at once, on threads that requests are waiting
     * for: it must not block.
     *
     * @param handshake the facts, immutable; values in it come from the client
     * @return completes with {@link Verdict#PROCEED}, or with a refusal; on whatever thread, which does no more with it than
     *     to hand it on
     * @throws Exception whatever goes wrong; the request is then refused with {@link Reason#GUARD_FAILURE}
     */
    CompletionStage<Verdict> check(Handshake handshake) throws Exception;
}
