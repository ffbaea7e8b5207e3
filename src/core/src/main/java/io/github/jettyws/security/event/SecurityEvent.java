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
 * @param reason why, present if the type is {@link Type#REFUSED} or {@link Type#VIOLATED}, and if it is
 *     {@link Type#CLOSED} because of a violation
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
        Optional<Integer> closeCode) {

    /** What happened. */
    public enum Type {
        /** A WebSocket connection was opened. */
        ACCEPTED,
        /** A handshake was refused. */
        REFUSED,
        /** A message broke a limit on an open connection. */
        VIOLATED,
        /** A WebSocket connection ended. */
        CLOSED
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
                    handshake.clientText(),
                    handshake.peer(),
                    handshake.origins().stream().findFirst(),
                    handshake.path(),
                    handshake.protocol(),
                    Optional.ofNullable(identity),
                    handshake.headers().masked(),
                    Optional.ofNullable(connection),
                    Optional.ofNullable(closeCode));
        }
    }
}
