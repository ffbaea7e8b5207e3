package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.Ban;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bans clients, for what they do or by hand: ends what they have open, and tells. Thread-safe. */
public final class ClientBans {
    private final Events events;
    private final Clock clock;
    private final Clients clients;
    private final Collection<GuardedConnection> open;
    private final FailureLog failures;

    /**
     * Makes what bans the clients of a guard.
     *
     * @param open the connections that are open, whoever adds and takes away
     */
    ClientBans(Events events, Clock clock, Clients clients, Collection<GuardedConnection> open, FailureLog failures) {
        this.events = events;
        this.clock = clock;
        this.clients = clients;
        this.open = open;
        this.failures = failures;
    }

    /**
     * Counts a refusal or a violation against its client, who may be banned for it. What is only reported does not count:
     * a path that is tried out must not close others.
     */
    void offence(SecurityEvent.Source source, Reason reason) {
        punish(source, reason, client -> clients.bans().offence(client, reason));
    }

    /** Bans a client at once, for what it did. */
    void punish(SecurityEvent.Source source, Reason reason) {
        punish(source, reason, clients.bans()::punish);
    }

    private void punish(SecurityEvent.Source source, Reason reason, Function<IpAddress, Optional<Ban>> bans) {
        try {
            if (clients.key().of(source.handshake().caller()) instanceof IpAddress client) {
                bans.apply(client).ifPresent(ban -> {
                    events.publish(source.banned(clock.instant(), reason, ban.text(), ban.until()));
                    closeBanned(ban);
                });
            }
        } catch (Throwable failure) {
            // What was refused stays refused.
            failures.log(Bans.class.getName(), failure);
        }
    }

    private void closeBanned(Ban ban) {
        open.stream()
                .filter(connection -> connection.isOfClient(ban.client()))
                .forEach(connection -> connection.end(Reason.ADDRESS_BANNED));
    }

    /**
     * Bans a client by hand, and ends its connections.
     *
     * @param client an IP address, or an IPv6 prefix of the length that clients are counted by
     * @param duration how long
     * @return the ban
     * @throws IllegalArgumentException if the text is something else, the client is never banned, or the duration is not
     *     one that a ban can have
     */
    public Ban ban(String client, Duration duration) {
        Ban ban = clients.bans().ban(clients.bans().parse(client), duration);
        publish(SecurityEvent.Type.BANNED, ban, ban.until());
        closeBanned(ban);
        return ban;
    }

    /**
     * Ends a ban.
     *
     * @param client an IP address, or an IPv6 prefix of the length that clients are counted by
     * @return whether there was one
     * @throws IllegalArgumentException if the text is something else
     */
    public boolean unban(String client) {
        Optional<Ban> ended = clients.bans().unban(clients.bans().parse(client));
        ended.ifPresent(ban -> publish(SecurityEvent.Type.UNBANNED, ban, null));
        return ended.isPresent();
    }

    /** Takes away the bans that are over, and tells; to be called now and then. */
    public void expire() {
        clients.bans().expire().forEach(ban -> publish(SecurityEvent.Type.UNBANNED, ban, null));
    }

    /**
     * Gives the bans, to be listed, kept and restored.
     *
     * @return the bans; who bans or unbans by them tells nobody
     */
    public Bans bans() {
        return clients.bans();
    }

    private void publish(SecurityEvent.Type type, Ban ban, @Nullable Instant until) {
        events.publish(SecurityEvent.ofBan(clock.instant(), type, ban.text(), until));
    }
}
