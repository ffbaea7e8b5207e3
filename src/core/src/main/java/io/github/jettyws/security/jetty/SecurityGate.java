package io.github.jettyws.security.jetty;

import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.Guard;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.jspecify.annotations.Nullable;

/**
 * The gate, outside every context: it recognises every upgrade request, asks the checks that need no application, and
 * answers refusals itself. Other requests pass untouched.
 */
@ManagedObject("The gate that every upgrade request passes first")
public final class SecurityGate extends Handler.Wrapper {
    private volatile @Nullable Protection protection;

    /** Makes a gate. Until a protection is in force, it refuses every upgrade. */
    public SecurityGate() {}

    /**
     * Puts a protection in force.
     *
     * @param protection what decides from now on; {@code null} to refuse every upgrade
     */
    public void setProtection(@Nullable Protection protection) {
        this.protection = protection;
    }

    /** Gives the guard that is in force, if one is. */
    @Nullable
    Guard guard() {
        Protection current = protection;
        return current == null ? null : current.guard();
    }

    /** Gives the protection that is in force, if one is. */
    @Nullable
    Protection protection() {
        return protection;
    }

    /** For sessions that all contexts share. */
    @Override
    protected void doStart() throws Exception {
        getServer().setAttribute(SessionEnds.ATTRIBUTE, new SessionEnds(this));
        super.doStart();
    }

    /** Closes the connections of a context that is going down: Jetty leaves those of its core open. */
    void goAway(Context context) {
        Protection current = protection;
        if (current != null) {
            current.forgetTickets(context);
            // Nobody waits: the connectors go on, and with them what is queued.
            CompletableFuture<Void> unused = current.guard().goAway(context);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Handshakes.isUpgrade(request)) {
            return super.handle(request, response, callback);
        }
        Protection current = protection;
        if (current == null) {
            Refusals.answer(response, callback, Verdict.refuse(Reason.GUARD_FAILURE));
            return true;
        }
        Attempt attempt = null;
        Optional<Verdict.Refusal> refused;
        Request guarded = request;
        try {
            Guard guard = current.guard();
            attempt = guard.attempt(current.policy(request), Handshakes.of(request, guard, current.credentials()));
            refused = GuardedRequest.isForged(request.getHeaders())
                    ? attempt.refuse(Stage.GATE, Reason.MALFORMED_HANDSHAKE)
                    : attempt.gate();
            if (refused.isEmpty()) {
                guarded = new GuardedRequest(request, current, attempt);
            }
        } catch (Throwable failure) {
            current.guard().failed(SecurityGate.class.getName(), failure);
            if (attempt != null) {
                attempt.end();
            }
            Refusals.answer(response, callback, Verdict.refuse(Reason.GUARD_FAILURE));
            return true;
        }
        if (refused.isPresent()) {
            Refusals.answer(response, callback, refused.get());
            return true;
        }
        if (attempt.mustWait()) {
            new WaitingRequest(this::handOn, guarded, response, callback).await(attempt);
            return true;
        }
        return handOn(guarded, response, callback);
    }

    private boolean handOn(Request guarded, Response response, Callback callback) throws Exception {
        return super.handle(guarded, response, callback);
    }
}
