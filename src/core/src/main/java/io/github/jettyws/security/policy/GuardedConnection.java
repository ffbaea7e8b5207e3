package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.Slot;
import io.github.jettyws.security.message.FrameRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An open connection under its policy. Pieces of messages come one after the other; closing may come from any thread.
 */
public final class GuardedConnection {
    /** RFC 6455, section 7.4.1: the server is going down. */
    private static final int GOING_AWAY = 1001;

    /** How long the close frame may take: a client that takes nothing would hold the connection, and what waits for it. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Guard guard;
    private final Policy policy;
    private final SecurityEvent.Source source;
    private final Object owner;
    private final Object client;
    private final Closer closer;
    private final @Nullable Slot slot;
    private final Footing footing;
    private final Messages messages;
    private final Traffic traffic;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Reason violation;

    GuardedConnection(
            Guard guard,
            Policy policy,
            SecurityEvent.Source source,
            Object owner,
            Closer closer,
            @Nullable Slot slot,
            Footing footing) {
        this.guard = guard;
        this.policy = policy;
        this.source = source;
        this.owner = owner;
        this.closer = closer;
        this.slot = slot;
        this.footing = footing;
        this.client = guard.key(source.handshake());
        this.messages = new Messages(this, guard, policy, source.handshake(), source.identity(), footing);
        this.traffic = new Traffic(guard.lifetimes(), policy, policy.mode() == Mode.ENFORCE, this::offend, this::end);
    }

    /**
     * Gives what is to be asked about the frames that come in.
     *
     * @return the rules, which tell and count what they find
     */
    public FrameRules messages() {
        return messages;
    }

    /** Why the connection ends, {@code null} as long as it does not. */
    @Nullable
    Reason violation() {
        return violation;
    }

    /**
     * Tells what was found, and has ended the connection.
     *
     * @param reason what it is
     */
    public void violate(Reason reason) {
        violate(reason, null);
    }

    void violate(Reason reason, @Nullable Instant until) {
        boolean enforced = policy.mode() == Mode.ENFORCE;
        if (enforced) {
            if (!ending.getAndSet(true)) {
                footing.add(FAREWELL, closer::cut);
            }
            violation = reason;
        }
        note(reason, true, until);
    }

    /**
     * Notes a violation.
     *
     * @param told whether it is told, or only counted
     * @param until when there is room again, {@code null} where that is not known
     */
    void note(Reason reason, boolean told, @Nullable Instant until) {
        boolean enforced = policy.mode() == Mode.ENFORCE;
        if (told) {
            guard.publishViolation(source, reason, enforced, until);
        } else {
            guard.count(SecurityEvent.Type.VIOLATED, reason);
        }
        if (enforced) {
            guard.clientBans().offence(source, reason);
        }
    }

    /** Bans the client. */
    void ban(Reason reason) {
        if (policy.mode() == Mode.ENFORCE) {
            guard.clientBans().punish(source, reason);
        }
    }

    /** Notes that a newer credential has taken the place of the one it rested on. */
    void renewed() {
        if (footing.isRevoked()) {
            // Meanwhile, when nobody could know that it is this connection's.
            end(Reason.REVOKED);
        }
        guard.publish(source, SecurityEvent.Type.RENEWED, Stage.MESSAGE, null, true, null);
    }

    /**
     * Ends the connection for what no message has done; what is queued does not reach the application any more. What is
     * ending already keeps its reason and its close code: a list may be read again before the client has answered, and
     * the violation that bans a client ends its own connection.
     */
    void end(Reason reason) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        boolean enforced = policy.mode() == Mode.ENFORCE;
        guard.publish(source, SecurityEvent.Type.ENDED, Stage.MESSAGE, reason, enforced, null);
        if (enforced) {
            farewell(reason);
        }
    }

    /**
     * Ends the connection for what a client does beside its messages, such as to take none. Told once, also in mode
     * {@code report}. May be called by any thread.
     */
    private void offend(Reason reason) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        boolean enforced = policy.mode() == Mode.ENFORCE;
        guard.publish(source, SecurityEvent.Type.VIOLATED, Stage.MESSAGE, reason, enforced, null);
        if (enforced) {
            guard.clientBans().offence(source, reason);
            farewell(reason);
        }
    }

    private void farewell(Reason reason) {
        violation = reason;
        CompletableFuture<?> unused = closeWith(reason.closeCode());
        footing.add(FAREWELL, closer::cut);
    }

    /** In mode {@code report} everything has been told at the gate. */
    void askAgain(Bans bans) {
        if (policy.mode() == Mode.ENFORCE) {
            if (client instanceof IpAddress address && bans.isBanned(address)) {
                end(Reason.ADDRESS_BANNED);
            } else {
                askAddressAgain();
            }
        }
    }

    void askAddressAgain() {
        try {
            if (policy.address().check(source.handshake()) instanceof Verdict.Refusal refusal) {
                end(refusal.reason());
            }
        } catch (Throwable failure) {
            guard.failed(AddressCheck.class.getName(), failure);
            end(Reason.GUARD_FAILURE);
        }
    }

    /** Begins to watch over what it rests on; what has ended by now ends it at once. */
    void watch() {
        try {
            footing.open(this, policy.lifetime());
        } catch (Throwable failure) {
            guard.failed(Footing.class.getName(), failure);
            end(Reason.GUARD_FAILURE);
        }
    }

    /** Takes a place among the connections of its user, and ends the one whose place it is. What is ending takes none. */
    void takePlace() {
        if (slot != null && !ending.get()) {
            slot.takePlace(() -> end(Reason.REPLACED));
        }
    }

    Optional<Identity> identity() {
        return footing.identity();
    }

    boolean isOfSession(String id) {
        return footing.isOfSession(id);
    }

    boolean isOfClient(Object candidate) {
        return client.equals(candidate);
    }

    void accept() {
        guard.publish(source, SecurityEvent.Type.ACCEPTED, Stage.CREATOR, null, true, null);
    }

    boolean isOf(Object candidate) {
        return owner.equals(candidate);
    }

    /** Ends the connection because the server or its owner does. What ends with them, such as sessions, tells nothing new. */
    CompletableFuture<?> goAway() {
        ending.set(true);
        return closeWith(GOING_AWAY);
    }

    private CompletableFuture<?> closeWith(int code) {
        try {
            return closer.close(code);
        } catch (Throwable failure) {
            // Other connections are closed all the same.
            guard.failed(GuardedConnection.class.getName(), failure);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Notes that the connection has ended with the server. */
    void gone() {
        close(GOING_AWAY);
    }

    /**
     * Notes that the connection has ended. Only the first call counts.
     *
     * @param code the close code
     */
    public void close(int code) {
        if (closed.compareAndSet(false, true)) {
            messages.close();
            if (slot != null) {
                slot.release();
            }
            footing.release();
            traffic.close();
            guard.closed(this);
            guard.publish(source, SecurityEvent.Type.CLOSED, Stage.CLOSE, violation, true, code);
        }
    }

    /**
     * Gives the traffic of the connection.
     *
     * @return what holds it to the rules of the policy
     */
    public Traffic traffic() {
        return traffic;
    }

    /**
     * Gives the policy that decides.
     *
     * @return the policy
     */
    public Policy policy() {
        return policy;
    }
}
