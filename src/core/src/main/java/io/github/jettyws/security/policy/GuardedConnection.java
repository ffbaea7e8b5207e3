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
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.Slot;
import io.github.jettyws.security.message.MessageGuard;
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

    private final Guard guard;
    private final Policy policy;
    private final SecurityEvent.Source source;
    private final Object owner;
    private final Object client;
    private final Closer closer;
    private final @Nullable Slot slot;
    private final Footing footing;
    private final RateMeter rate;
    private final MessageGuard messages;
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
        this.rate = policy.rates().open(client);
        this.messages = new MessageGuard(policy.limits(), rate);
    }

    /**
     * Decides about a piece of a message, before the application sees it.
     *
     * @param kind what begins with this piece, {@code null} if it goes on with what was begun
     * @param bytes the length of the piece
     * @return why the connection is to be closed, empty if the piece may pass
     */
    public Optional<Reason> onData(MessageGuard.@Nullable Kind kind, int bytes) {
        Reason ending = violation;
        if (ending != null) {
            return Optional.of(ending);
        }
        Reason reason;
        try {
            if (policy.lifetime().keepAlive()) {
                footing.touch();
            }
            reason = kind == null ? messages.proceed(bytes) : messages.begin(kind, bytes);
        } catch (Throwable failure) {
            guard.failed(MessageGuard.class.getName(), failure);
            reason = Reason.GUARD_FAILURE;
        }
        return reason == null ? Optional.empty() : violate(reason);
    }

    /**
     * Ends the connection for what the caller has found.
     *
     * @param reason what it is
     * @return the reason, empty in mode {@code report}
     */
    public Optional<Reason> violate(Reason reason) {
        boolean enforced = policy.mode() == Mode.ENFORCE;
        if (enforced) {
            ending.set(true);
            violation = reason;
        }
        guard.publish(source, SecurityEvent.Type.VIOLATED, Stage.MESSAGE, reason, enforced, null);
        if (!enforced) {
            return Optional.empty();
        }
        guard.offence(source, reason);
        return Optional.of(reason);
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
            violation = reason;
            CompletableFuture<?> unused = closeWith(reason.closeCode());
        }
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

    Optional<Identity> identity() {
        return Optional.ofNullable(source.identity());
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
            rate.close();
            if (slot != null) {
                slot.release();
            }
            footing.release();
            guard.closed(this);
            guard.publish(source, SecurityEvent.Type.CLOSED, Stage.CLOSE, violation, true, code);
        }
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
