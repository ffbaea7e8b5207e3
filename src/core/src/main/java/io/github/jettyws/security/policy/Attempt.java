package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade request on its way through a policy. Every method that refuses has published the event; in mode
 * {@code report} it publishes and does not refuse. Not thread-safe: a request is handled by one thread at a time.
 */
public final class Attempt {
    private static final String AUTHENTICATION = "authentication";

    private final Guard guard;
    private final Policy policy;
    private final Handshake handshake;
    private @Nullable Identity identity;

    Attempt(Guard guard, Policy policy, Handshake handshake) {
        this.guard = guard;
        this.policy = policy;
        this.handshake = handshake;
    }

    /**
     * Asks what needs no application: the first refusal decides.
     *
     * @return why the request is refused, empty if it may go on
     */
    public Optional<Reason> gate() {
        for (HandshakeCheck check : policy.checks()) {
            Verdict verdict = ask(check);
            if (verdict instanceof Verdict.Refusal refusal) {
                return refuse(Stage.GATE, refusal.reason());
            }
        }
        return policy.auth().mayAdmit(handshake.headers())
                ? Optional.empty()
                : refuse(Stage.GATE, Reason.UNAUTHENTICATED);
    }

    /** Whatever a check throws, even an Error, refuses: nobody gets in because something broke. */
    private Verdict ask(HandshakeCheck check) {
        try {
            return Objects.requireNonNull(check.check(handshake), "no verdict");
        } catch (Throwable failure) {
            guard.failed(check.getClass().getName(), failure);
            return Verdict.refuse(Reason.GUARD_FAILURE);
        }
    }

    /**
     * Asks what needs the context of the application.
     *
     * @param session looks up the valid session of the context; {@code null} if the request leads to none
     * @return why the request is refused, empty if it is admitted
     */
    public Optional<Reason> admit(Supplier<@Nullable SessionView> session) {
        try {
            identity = policy.auth().authenticate(session.get()).orElse(null);
        } catch (Throwable failure) {
            guard.failed(AUTHENTICATION, failure);
            return refuse(Stage.CREATOR, Reason.GUARD_FAILURE);
        }
        return identity == null && policy.auth().required()
                ? refuse(Stage.CREATOR, Reason.UNAUTHENTICATED)
                : Optional.empty();
    }

    /**
     * Refuses what the caller has found.
     *
     * @param stage where it was found
     * @param reason what it is
     * @return the reason, empty in mode {@code report}
     */
    public Optional<Reason> refuse(Stage stage, Reason reason) {
        return refuse(stage, reason, policy.mode() == Mode.ENFORCE);
    }

    /**
     * Refuses an endpoint whose messages cannot be guarded, unless the policy allows that.
     *
     * @return the reason, empty in mode {@code report} and where it is allowed
     */
    public Optional<Reason> refuseUnguarded() {
        boolean enforced = policy.mode() == Mode.ENFORCE && !policy.upgrades().allowUnguarded();
        return refuse(Stage.CHOKE_POINT, Reason.UNGUARDED_ENDPOINT, enforced);
    }

    private Optional<Reason> refuse(Stage stage, Reason reason, boolean enforced) {
        guard.publish(source(null), SecurityEvent.Type.REFUSED, stage, reason, enforced, null);
        return enforced ? Optional.of(reason) : Optional.empty();
    }

    /**
     * Opens the connection that the request was upgraded to.
     *
     * @param owner whose endpoint it is, with whom it ends
     * @param closer closes it with a close code
     * @return the connection; to be closed exactly once
     */
    public GuardedConnection open(Object owner, Closer closer) {
        return guard.opened(new GuardedConnection(guard, policy, source(guard.nextConnection()), owner, closer));
    }

    private SecurityEvent.Source source(@Nullable Long connection) {
        return new SecurityEvent.Source(handshake, identity, connection);
    }

    /**
     * Gives the policy that decides.
     *
     * @return the policy
     */
    public Policy policy() {
        return policy;
    }

    /**
     * Starts again under another policy, because the request turned out to be for another path.
     *
     * @param other the policy of that path
     * @return an attempt that has been asked nothing
     */
    public Attempt under(Policy other) {
        return new Attempt(guard, other, handshake);
    }
}
