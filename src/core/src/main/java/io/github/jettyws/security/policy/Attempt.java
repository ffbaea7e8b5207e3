package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.CsrfRule;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.auth.TicketBond;
import io.github.jettyws.security.auth.Tickets;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.Reservation;
import io.github.jettyws.security.limit.Slot;
import io.github.jettyws.security.limit.Slots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade request on its way through a policy. Every method that refuses has published the event; in mode
 * {@code report} it publishes and does not refuse. Not thread-safe: a request is handled by one thread at a time; but
 * {@link #end} may be called by any.
 */
public final class Attempt {
    private static final String AUTHENTICATION = "authentication";
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Guard guard;
    private final Policy policy;
    private final Handshake handshake;
    /** The checks of both kinds that have let the request go on under an earlier policy. */
    private final List<Object> passed;

    private final Instant begun;
    private volatile @Nullable Slot slot;
    private final Authentication authentication;
    private volatile Footing footing;
    private volatile boolean ended;
    private int checksPassed;
    private boolean isWaiting;
    private boolean isAnswered;
    private boolean disagrees;

    Attempt(Guard guard, Policy policy, Handshake handshake) {
        this(guard, policy, handshake, List.of(), new Authentication(policy, handshake));
    }

    private Attempt(
            Guard guard, Policy policy, Handshake handshake, List<Object> passed, Authentication authentication) {
        this.guard = guard;
        this.policy = policy;
        this.handshake = handshake;
        this.passed = passed;
        this.begun = guard.lifetimes().clock().instant();
        this.authentication = authentication;
        this.footing = Footing.none(guard.lifetimes());
    }

    /**
     * Asks what needs no application: the first refusal decides. The slot is granted last, before the credentials.
     *
     * @return why the request is refused, empty if it may go on
     */
    public Optional<Verdict.Refusal> gate() {
        for (HandshakeCheck check : policy.checks()) {
            if (!passed.contains(check)
                    && ask(check.getClass().getName(), () -> check.check(handshake)) instanceof Verdict.Refusal no) {
                return refuse(Stage.GATE, no);
            }
            checksPassed++;
        }
        if (ask(Slots.class.getName(), this::reserve) instanceof Verdict.Refusal full) {
            return refuse(Stage.GATE, full);
        }
        // Last, and with the slot in hand: a signature costs more than all the rest.
        if (ask(AUTHENTICATION, authentication::atGate) instanceof Verdict.Refusal unknown) {
            return refuse(Stage.GATE, unknown);
        }
        isWaiting = !unasked().isEmpty() || authentication.question() != null;
        return Optional.empty();
    }

    private List<AsyncHandshakeCheck> unasked() {
        List<AsyncHandshakeCheck> all = policy.plugins().checks();
        return passed.isEmpty()
                ? all
                : all.stream().filter(check -> !passed.contains(check)).toList();
    }

    /**
     * Tells whether plugins are to be asked that answer later, before the request may go on.
     *
     * @return whether {@link #later} has to be called
     */
    public boolean mustWait() {
        return isWaiting;
    }

    /**
     * Asks what is answered later, once {@link #gate} has let the request go on. It is not admitted before that.
     *
     * @param executor goes on when there is an answer
     * @return completes with why the request is refused, empty if it may go on; has completed where nobody is to be asked.
     *     Exceptionally where nobody waits for it any more: the request has ended, or the executor has
     */
    public CompletableFuture<Optional<Verdict.Refusal>> later(Executor executor) {
        return isWaiting
                ? new AsyncQuestions(guard, policy.plugins(), handshake, authentication, executor, () -> ended)
                        .ask(unasked())
                        .thenApply(this::answered)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private Optional<Verdict.Refusal> answered(Verdict verdict) {
        isWaiting = false;
        isAnswered = verdict == Verdict.PROCEED;
        return verdict instanceof Verdict.Refusal refusal ? refuse(Stage.GATE, refusal) : Optional.empty();
    }

    /** Whatever a check throws, even an Error, refuses: nobody gets in because something broke. */
    private Verdict ask(String place, Callable<Verdict> check) {
        try {
            return Objects.requireNonNull(check.call(), "no verdict");
        } catch (Throwable failure) {
            guard.failed(place, failure);
            return Verdict.refuse(Reason.GUARD_FAILURE);
        }
    }

    private Verdict reserve() {
        Reservation reservation = policy.slots().reserve(guard.key(handshake));
        if (reservation instanceof Slot reserved) {
            slot = reserved;
            if (ended) {
                // Meanwhile, by another thread, which did not see this.
                reserved.cancel();
            }
            return Verdict.PROCEED;
        }
        return exhausted((Reservation.Exhausted) reservation);
    }

    private static Verdict exhausted(Reservation.Exhausted exhausted) {
        int status = exhausted.limit() == Reservation.Limit.TOTAL ? UNAVAILABLE : TOO_MANY;
        return Verdict.refuse(Reason.CONNECTION_LIMIT, status, exhausted.retryAfter());
    }

    /**
     * Tells which context the request has come to: a ticket is good in one alone.
     *
     * @param context the context
     */
    public void enter(Object context) {
        authentication.enter(() -> bond(context));
    }

    private TicketBond bond(Object context) {
        List<String> origins = handshake.origins();
        return new TicketBond(origins.size() == 1 ? origins.get(0) : "", guard.key(handshake), context);
    }

    /**
     * Makes a ticket for who sent the request, to be called once admitted.
     *
     * @param tickets makes it
     * @return the ticket, empty where there is no room for one
     */
    public Optional<String> issue(Tickets tickets) {
        return authentication.issue(tickets);
    }

    /**
     * Asks what needs the context of the application.
     *
     * @param session looks up the valid session of the context; {@code null} if the request leads to none
     * @return why the request is refused, empty if it is admitted
     */
    public Optional<Verdict.Refusal> admit(Supplier<@Nullable SessionView> session) {
        Verdict known = ask(AUTHENTICATION, () -> {
            if (isWaiting) {
                throw new IllegalStateException(
                        "asynchronous plugins of this policy were not asked at the gate: expected"
                                + " them in the policy of the path that the client asks for");
            }
            Verdict verdict = authentication.inContext(session);
            return verdict == Verdict.PROCEED ? restOn(authentication.identity(), authentication.session()) : verdict;
        });
        Verdict own =
                known == Verdict.PROCEED ? ask(CsrfRule.class.getName(), () -> authentication.csrf(session)) : known;
        Verdict verdict = own == Verdict.PROCEED ? ask(Slots.class.getName(), this::reserveUser) : own;
        return verdict instanceof Verdict.Refusal refusal ? refuse(Stage.CREATOR, refusal) : Optional.empty();
    }

    /**
     * Asks whether the user whom the container knows agrees with the identity, where the policy wants that. To be asked
     * again where the container may have found out meanwhile; what is only reported is reported once.
     *
     * @param user asks the container for the name of a user of its own, {@code null} if it knows none
     * @return why the request is refused, empty if it may go on
     */
    public Optional<Verdict.Refusal> agree(Supplier<@Nullable String> user) {
        Identity known = authentication.identity();
        if (!policy.auth().mustAgree() || known == null || (disagrees && policy.mode() == Mode.REPORT)) {
            return Optional.empty();
        }
        Verdict verdict = ask(AUTHENTICATION, () -> {
            String name = user.get();
            return name == null || name.equals(known.name()) ? Verdict.PROCEED : Verdict.refuse(Reason.FORBIDDEN);
        });
        disagrees = verdict instanceof Verdict.Refusal;
        return verdict instanceof Verdict.Refusal refusal ? refuse(Stage.CREATOR, refusal) : Optional.empty();
    }

    private Verdict restOn(@Nullable Identity proven, @Nullable SessionView session) {
        if (proven == null) {
            return Verdict.PROCEED;
        }
        footing.cancel();
        footing = Footing.of(guard.lifetimes(), proven, session, begun);
        if (ended) {
            // Meanwhile, by another thread, which did not see this.
            footing.cancel();
        }
        return footing.isRevoked() ? Verdict.refuse(Reason.REVOKED) : Verdict.PROCEED;
    }

    private Verdict reserveUser() {
        Identity user = authentication.identity();
        Slot held = slot;
        return user == null || held == null
                ? Verdict.PROCEED
                : held.reserveUser(user.name()).map(Attempt::exhausted).orElse(Verdict.PROCEED);
    }

    /**
     * Refuses what the caller has found.
     *
     * @param stage where it was found
     * @param reason what it is
     * @return the refusal, empty in mode {@code report}
     */
    public Optional<Verdict.Refusal> refuse(Stage stage, Reason reason) {
        return refuse(stage, Verdict.refuse(reason));
    }

    private Optional<Verdict.Refusal> refuse(Stage stage, Verdict.Refusal refusal) {
        return refuse(stage, refusal, policy.mode() == Mode.ENFORCE);
    }

    /**
     * Refuses an endpoint whose messages cannot be guarded, unless the policy allows that.
     *
     * @return the refusal, empty in mode {@code report} and where it is allowed
     */
    public Optional<Verdict.Refusal> refuseUnguarded() {
        boolean enforced = policy.mode() == Mode.ENFORCE && !policy.upgrades().allowUnguarded();
        return refuse(Stage.CHOKE_POINT, Verdict.refuse(Reason.UNGUARDED_ENDPOINT), enforced);
    }

    private Optional<Verdict.Refusal> refuse(Stage stage, Verdict.Refusal refusal, boolean enforced) {
        SecurityEvent.Source source = source(null);
        guard.publish(source, SecurityEvent.Type.REFUSED, stage, refusal.reason(), enforced, null);
        if (!enforced) {
            return Optional.empty();
        }
        end();
        guard.clientBans().offence(source, refusal.reason());
        return Optional.of(refusal);
    }

    /**
     * Opens the connection that the request was upgraded to. The slot is the connection's from now on; where the request
     * has ended before, there is none any more, and the connection ends at once.
     *
     * @param owner whose endpoint it is, with whom it ends
     * @param closer closes it with a close code
     * @return the connection; to be closed exactly once
     */
    public GuardedConnection open(Object owner, Closer closer) {
        Slot held = slot;
        boolean stands = footing.confirm();
        boolean late = (held != null && !held.confirm()) || !stands;
        GuardedConnection opened = guard.opened(
                new GuardedConnection(guard, policy, source(guard.nextConnection()), owner, closer, held, footing));
        if (late) {
            opened.end(Reason.GUARD_FAILURE);
        }
        opened.takePlace();
        return opened;
    }

    /**
     * Notes that the request has been answered, in whichever way. If no connection has opened by then, none will, and the
     * slot is given back. Only the first call counts.
     */
    public void end() {
        // First: whatever is taken from here on is given back by who takes it.
        ended = true;
        Slot held = slot;
        if (held != null) {
            held.cancel();
        }
        footing.cancel();
    }

    private SecurityEvent.Source source(@Nullable Long connection) {
        return new SecurityEvent.Source(handshake, authentication.identity(), connection);
    }

    /**
     * Tells who sent the request.
     *
     * @return the identity, empty where it is not known, or not before {@link #admit}
     */
    public Optional<Identity> identity() {
        return Optional.ofNullable(authentication.identity());
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
     * Starts again under another policy, because the request turned out to be for another path. What has let it go on
     * under an earlier policy is not asked twice.
     *
     * @param other the policy of that path
     * @return an attempt that holds no slot; this one does not hold its own any longer
     */
    public Attempt under(Policy other) {
        end();
        List<Object> asked = new ArrayList<>(passed);
        asked.addAll(policy.checks().subList(0, checksPassed));
        if (isAnswered) {
            asked.addAll(policy.plugins().checks());
        }
        return new Attempt(guard, other, handshake, asked, authentication.under(other));
    }
}
