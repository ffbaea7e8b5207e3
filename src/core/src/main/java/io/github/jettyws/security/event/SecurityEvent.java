package io.github.jettyws.security.event;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something the guard did. Immutable.
 *
 * <p>Addresses, origin, path, identity and headers hold what the client sent, as it sent it: escape it before it enters
 * a log line or a page. Credentials are masked already.
 *
 * @param time when
 * @param type what
 * @param stage where on the way of the connection
 * @param reason why, present if the type is {@link Type#REFUSED}, {@link Type#VIOLATED} or {@link Type#ENDED}, and if it
 *     is {@link Type#CLOSED} because of that or {@link Type#BANNED} because of the last of several refusals
 * @param enforced whether it was carried out; false in mode {@code report}
 * @param clientAddress whom the request is counted against
 * @param peer the other end of the socket
 * @param origin the first {@code Origin} of the upgrade request
 * @param path the path of the upgrade request, decoded, with the context path
 * @param protocol the protocol of the upgrade request: {@code HTTP/1.1}, {@code HTTP/2.0}
 * @param identity who it was, where that is known
 * @param headers the headers of the upgrade request, credentials masked; the keys ignore case
 * @param connection the id of the WebSocket connection, absent before there is one
 * @param closeCode the close code (RFC 6455, section 7.4), present if the type is {@link Type#CLOSED}
 * @param until when the ban ends, present if the type is {@link Type#BANNED}; or when there is room again, if the type is
 *     {@link Type#VIOLATED}, the reason is a rate, and there will be
 */
public record SecurityEvent(
        Instant time,
        Type type,
        Stage stage,
        Optional<Reason> reason,
        boolean enforced,
        String clientAddress,
        String peer,
        Optional<String> origin,
        String path,
        String protocol,
        Optional<Identity> identity,
        Map<String, List<String>> headers,
        Optional<Long> connection,
        Optional<Integer> closeCode,
        Optional<Instant> until) {

    /** What happened. */
    public enum Type {
        /** A WebSocket connection was opened. */
        ACCEPTED,
        /** A handshake was refused. */
        REFUSED,
        /** A message broke a limit on an open connection. */
        VIOLATED,
        /**
         * The guard ended an open connection for something else than a message: its address was blocked or banned, or what
         * it rests on has ended.
         */
        ENDED,
        /** A client put a newer credential in the place of the one that its connection was opened with. */
        RENEWED,
        /** A WebSocket connection ended. */
        CLOSED,
        /** A client address was banned. There is no connection, and where an operator did it no handshake either. */
        BANNED,
        /** A client address is banned no longer. There is neither connection nor handshake. */
        UNBANNED
    }

    /**
     * Makes an event about a ban that an operator began or ended, or that ended by itself.
     *
     * @param time when
     * @param type {@link Type#BANNED} or {@link Type#UNBANNED}
     * @param client the client address as text
     * @param until when the ban ends, {@code null} where it has ended
     * @return the event; what only a handshake has is empty
     */
    public static SecurityEvent ofBan(Instant time, Type type, String client, @Nullable Instant until) {
        return ofAddress(time, type, Stage.BAN, null, true, client, until);
    }

    /**
     * Makes an event about a connection that was closed before it asked for anything.
     *
     * @param time when
     * @param reason why
     * @param enforced whether it was closed
     * @param client the client address as text
     * @return the event; what only a handshake has is empty
     */
    public static SecurityEvent ofConnection(Instant time, Reason reason, boolean enforced, String client) {
        return ofAddress(time, Type.REFUSED, Stage.GATE, reason, enforced, client, null);
    }

    /**
     * Makes the same event with another end.
     *
     * @param end when there is room again, {@code null} where that is not known
     * @return the event
     */
    public SecurityEvent with(@Nullable Instant end) {
        return new SecurityEvent(
                time,
                type,
                stage,
                reason,
                enforced,
                clientAddress,
                peer,
                origin,
                path,
                protocol,
                identity,
                headers,
                connection,
                closeCode,
                Optional.ofNullable(end));
    }

    private static SecurityEvent ofAddress(
            Instant time,
            Type type,
            Stage stage,
            @Nullable Reason reason,
            boolean enforced,
            String client,
            @Nullable Instant until) {
        return new SecurityEvent(
                time,
                type,
                stage,
                Optional.ofNullable(reason),
                enforced,
                client,
                "",
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(until));
    }

    /**
     * Makes the events of one handshake and of the connection that comes of it.
     *
     * @param handshake the facts
     * @param identity who it is, {@code null} where that is not known
     * @param connection the id of the connection, {@code null} before there is one
     */
    public record Source(
            Handshake handshake,
            @Nullable Identity identity,
            @Nullable Long connection) {
        /**
         * Makes an event.
         *
         * @param time when
         * @param type what
         * @param stage where
         * @param reason why, {@code null} if there is no reason
         * @param enforced whether it was carried out
         * @param closeCode the close code, {@code null} if there is none
         * @return the event
         */
        public SecurityEvent event(
                Instant time,
                Type type,
                Stage stage,
                @Nullable Reason reason,
                boolean enforced,
                @Nullable Integer closeCode) {
            return new SecurityEvent(
                    time,
                    type,
                    stage,
                    Optional.ofNullable(reason),
                    enforced,
                    handshake.caller().clientText(),
                    handshake.caller().peer(),
                    handshake.origins().stream().findFirst(),
                    handshake.path(),
                    handshake.protocol(),
                    Optional.ofNullable(identity),
                    handshake.headers().masked(),
                    Optional.ofNullable(connection),
                    Optional.ofNullable(closeCode),
                    Optional.empty());
        }

        /**
         * Makes the event of the ban that this handshake or connection led to.
         *
         * @param time when
         * @param reason the last of the refusals that led to it
         * @param client the client address as text, as it is banned
         * @param until when the ban ends
         * @return the event
         */
        public SecurityEvent banned(Instant time, Reason reason, String client, Instant until) {
            return new SecurityEvent(
                    time,
                    Type.BANNED,
                    Stage.BAN,
                    Optional.of(reason),
                    true,
                    client,
                    handshake.caller().peer(),
                    handshake.origins().stream().findFirst(),
                    handshake.path(),
                    handshake.protocol(),
                    Optional.ofNullable(identity),
                    handshake.headers().masked(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(until));
        }
    }
}
