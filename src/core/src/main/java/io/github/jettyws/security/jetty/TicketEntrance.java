package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Gives out tickets in a context, of whichever environment, before any code of the application. There is one where the
 * policy of the path takes tickets; everything else passes untouched.
 */
final class TicketEntrance extends Handler.Wrapper {
    private final ContextHandler context;
    private final SecurityGate gate;

    private TicketEntrance(ContextHandler context, SecurityGate gate) {
        this.context = context;
        this.gate = gate;
    }

    /** Puts an entrance into a context that is starting, where tickets are given out, unless it has one already. */
    static void install(ContextHandler context, SecurityGate gate) {
        Protection protection = gate.protection();
        if (protection != null
                && protection.givesTickets()
                && context.getDescendants(TicketEntrance.class).stream()
                        .noneMatch(entrance -> entrance.context == context)) {
            context.insertHandler(new TicketEntrance(context, gate));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Protection protection = gate.protection();
        Optional<TicketScheme> scheme = protection == null
                ? Optional.empty()
                : protection
                        .policy(request)
                        .auth()
                        .ticket()
                        .filter(tickets -> tickets.path().equals(Request.getPathInContext(request)));
        if (protection == null || scheme.isEmpty()) {
            return super.handle(request, response, callback);
        }
        begin(protection, request, scheme.get(), answer -> write(answer, response, callback), callback);
        return true;
    }

    /** A ticket, or why there is none: then the ticket is empty. */
    private record Answer(Optional<Verdict.Refusal> refusal, String ticket) {
        static Answer refuse(Verdict.Refusal refusal) {
            return new Answer(Optional.of(refusal), "");
        }
    }

    /** Plugins may answer later, on another thread. */
    private void begin(
            Protection protection, Request request, TicketScheme scheme, Consumer<Answer> answer, Callback callback) {
        Guard guard = protection.guard();
        try {
            Policy policy = protection.policy(request).forTickets(scheme);
            // What stands in the query is no credential here: the request log shows it.
            Handshake facts =
                    Handshakes.of(request, guard, protection.credentials()).withoutQuery();
            Attempt attempt = guard.attempt(policy, facts);
            attempt.enter(context.getContext());
            // Where the client goes while a plugin is asked, its place is free again.
            request.addFailureListener(failure -> attempt.end());
            CompletableFuture<Void> unused = gate(attempt, request)
                    .thenApply(refused -> refused.map(Answer::refuse).orElseGet(() -> issue(attempt, request, scheme)))
                    .exceptionally(failure -> failed(guard, failure))
                    .whenComplete((given, never) -> attempt.end())
                    .thenAccept(answer)
                    .exceptionally(failure -> {
                        callback.failed(failure);
                        return null;
                    });
        } catch (Throwable failure) {
            answer.accept(failed(guard, failure));
        }
    }

    private static Answer failed(Guard guard, Throwable failure) {
        guard.failed(TicketEntrance.class.getName(), failure);
        return Answer.refuse(Verdict.refuse(Reason.GUARD_FAILURE));
    }

    private static CompletableFuture<Optional<Verdict.Refusal>> gate(Attempt attempt, Request request) {
        Optional<Verdict.Refusal> refused = attempt.gate();
        return refused.isPresent()
                ? CompletableFuture.completedFuture(refused)
                : attempt.later(request.getComponents().getExecutor());
    }

    private Answer issue(Attempt attempt, Request request, TicketScheme scheme) {
        try (ContextSession session = new ContextSession(request, context)) {
            Optional<Verdict.Refusal> refused = attempt.admit(session::find);
            if (refused.isPresent()) {
                return Answer.refuse(refused.get());
            }
            return attempt.issue(scheme.tickets())
                    .map(ticket -> new Answer(Optional.empty(), ticket))
                    .orElseGet(() -> new Answer(attempt.refuse(Stage.CREATOR, Reason.TICKET_LIMIT), ""));
        }
    }

    private static void write(Answer answer, Response response, Callback callback) {
        if (answer.refusal().isPresent()) {
            Refusals.answer(response, callback, answer.refusal().get());
            return;
        }
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String body =
                "{\"ticket\":\"" + answer.ticket() + "\",\"expiresIn\":" + TicketScheme.LIFETIME.toSeconds() + "}";
        response.write(true, BufferUtil.toBuffer(body, StandardCharsets.US_ASCII), callback);
    }
}
