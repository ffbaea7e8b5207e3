package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.Attempt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An upgrade request that waits at the gate until plugins have answered. No thread waits with it. It is answered exactly
 * once: refused, handed on, or failed because the client or the server has gone.
 *
 * @param next the handler behind the gate
 * @param request the request, whose stream gives back what it holds, however it ends
 * @param response its response
 * @param callback to be completed by whoever answers
 */
record WaitingRequest(Request.Handler next, Request request, Response response, Callback callback) {
    /**
     * Has the plugins asked, and goes on when there is an answer: on a thread of the server, or at once. A client that has
     * gone before this is called is noticed by the answer only, for Jetty tells of it no more.
     */
    void await(Attempt attempt) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        request.addFailureListener(gone::completeExceptionally);
        CompletableFuture<Optional<Verdict.Refusal>> answer =
                attempt.later(request.getComponents().getExecutor());
        CompletableFuture<?> unused = gone.whenComplete((never, failure) -> answer.completeExceptionally(failure));
        unused = answer.thenAccept(this::goOn).exceptionally(failure -> {
            callback.failed(failure);
            return null;
        });
    }

    private void goOn(Optional<Verdict.Refusal> refused) {
        refused.ifPresentOrElse(refusal -> Refusals.answer(response, callback, refusal), this::handOn);
    }

    /** As the server does it, which takes the request for handled. */
    private void handOn() {
        try {
            if (!next.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable failure) {
            Response.writeError(request, response, callback, failure);
        }
    }
}
