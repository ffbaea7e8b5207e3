package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.RenewalMessage;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.RateDecision;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.message.FrameRules;
import io.github.jettyws.security.message.MessageGuard;
import io.github.jettyws.security.message.RateGuard;
import io.github.jettyws.security.message.Ruling;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is asked about the frames of a connection under its policy. */
final class Messages implements FrameRules {
    private final GuardedConnection connection;
    private final Guard guard;
    private final Policy policy;
    private final Footing footing;
    private final RateGuard rate;
    private final MessageGuard messages;
    private final Renewal renewal;
    private @Nullable Map<Reason, RateMeter> told;

    Messages(
            GuardedConnection connection,
            Guard guard,
            Policy policy,
            Handshake handshake,
            @Nullable Identity user,
            Footing footing) {
        this.connection = connection;
        this.guard = guard;
        this.policy = policy;
        this.footing = footing;
        this.rate = new RateGuard(
                policy.rates(),
                guard.key(handshake),
                user == null ? null : user.name(),
                policy.limits().idleTimeout());
        this.messages = new MessageGuard(policy.limits(), rate, policy.shapes());
        this.renewal = new Renewal(policy, handshake);
    }

    @Override
    public void onLength(int bytes) {
        if (bytes > policy.limits().maxFrameSize() && policy.mode() == Mode.REPORT) {
            connection.violate(Reason.FRAME_TOO_LARGE);
        }
    }

    @Override
    public Ruling onData(
            MessageGuard.@Nullable Kind begins, ByteBuffer payload, boolean endsFrame, boolean endsMessage) {
        Reason ending = connection.violation();
        if (ending != null) {
            return Ruling.end(ending);
        }
        try {
            if (policy.lifetime().keepAlive()) {
                footing.touch();
            }
            int bytes = payload.remaining();
            Ruling ruling = begins == null
                    ? messages.proceed(bytes, endsFrame)
                    : messages.begin(begins, bytes, endsFrame, isForGuard(begins, payload, endsMessage));
            return ruling.passes() ? ruling : carryOut(ruling);
        } catch (Throwable failure) {
            return failed(failure);
        }
    }

    private boolean isForGuard(MessageGuard.Kind kind, ByteBuffer piece, boolean endsMessage) {
        return policy.lifetime().renewal()
                && kind == MessageGuard.Kind.TEXT
                && RenewalMessage.mayBegin(piece, endsMessage);
    }

    @Override
    public Ruling onInflated() {
        return ask(() -> Ruling.end(Reason.COMPRESSION_RATIO));
    }

    @Override
    public Ruling onHeld() {
        return ask(messages::again);
    }

    @Override
    public Ruling onMessage(ByteBuffer message) {
        return ask(() -> policy.lifetime().renewal()
                ? RenewalMessage.parse(message).map(this::renew).orElseGet(() -> whole(message))
                : whole(message));
    }

    private Ruling whole(ByteBuffer message) {
        return messages.whole(message, connection.identity());
    }

    @Override
    public Ruling onControl() {
        return ask(rate::control);
    }

    /** What has ended passes nothing. */
    private Ruling ask(Supplier<Ruling> question) {
        Reason ending = connection.violation();
        if (ending != null) {
            return Ruling.end(ending);
        }
        try {
            return carryOut(question.get());
        } catch (Throwable failure) {
            return failed(failure);
        }
    }

    /** Whatever a check throws ends the connection. */
    private Ruling failed(Throwable failure) {
        guard.failed(MessageGuard.class.getName(), failure);
        return carryOut(Ruling.end(Reason.GUARD_FAILURE));
    }

    /** Tells of a ruling that has a reason. In mode {@code report} everything passes, once it has been looked at. */
    private Ruling carryOut(Ruling ruling) {
        Reason reason = ruling.reason();
        if (reason != null) {
            Instant until = until(reason);
            if (ruling.ends()) {
                connection.violate(reason, until);
                if (ruling.outcome() == Ruling.Outcome.BAN) {
                    connection.ban(reason);
                }
            } else {
                connection.note(reason, isToBeTold(reason), until);
            }
        }
        boolean isForGuard = reason == null && ruling.reply() != null;
        return policy.mode() == Mode.ENFORCE || ruling.outcome() == Ruling.Outcome.COLLECT || isForGuard
                ? ruling
                : Ruling.PASS;
    }

    /** When there is room again, {@code null} for what is over no rate, or is so for ever. */
    private @Nullable Instant until(Reason reason) {
        boolean rated = reason == Reason.MESSAGE_RATE || reason == Reason.BYTE_RATE || reason == Reason.TOTAL_RATE;
        Duration wait = rate.retryAfter();
        return rated && !wait.isZero() ? guard.lifetimes().clock().instant().plus(wait) : null;
    }

    /** What goes on must not fill the log: each reason is told once in a window, and counted each time. */
    private boolean isToBeTold(Reason reason) {
        Map<Reason, RateMeter> once = told;
        if (once == null) {
            once = new EnumMap<>(Reason.class);
            told = once;
        }
        return RateDecision.isAllowed(
                once.computeIfAbsent(reason, first -> policy.rates().openReplies())
                        .acquire(0));
    }

    /** The application never sees the message, not in mode {@code report} either: it was never meant for it. */
    private Ruling renew(RenewalMessage message) {
        Renewal.Answer answer = renewal.ask(footing.identity().orElse(null), message.token());
        Identity renewed = answer.identity();
        Reason refused = answer.refused();
        if (renewed != null && !footing.renew(renewed, connection, policy.lifetime())) {
            refused = Reason.REVOKED;
        }
        if (renewed == null || refused != null) {
            connection.note(refused == null ? Reason.UNAUTHENTICATED : refused, true, null);
            return Ruling.answer(RenewalMessage.REFUSED);
        }
        connection.renewed();
        return Ruling.answer(RenewalMessage.accepted(renewed));
    }

    @Override
    public void later(long nanos, Runnable action) {
        footing.hold(Duration.ofNanos(nanos), action);
    }

    /** Gives back what was opened. */
    void close() {
        rate.close();
    }
}
