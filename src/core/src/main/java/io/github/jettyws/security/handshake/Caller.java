package io.github.jettyws.security.handshake;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: the other end of the socket, and the client that it may be asking for. Immutable.
 *
 * <p>Addresses are in canonical form: whoever has an IPv4 address has that one alone, and none has a zone.
 *
 * @param peerAddress the other end of the socket, {@code null} where it has no IP address (a Unix-domain socket)
 * @param peer the other end of the socket as text, with its port or as a name; never from a header
 * @param client the client address, whom the request is counted against; {@code null} where there is no IP address. That
 *     of the peer where {@code resolved} is false: a trusted proxy, which is not to be counted against for that
 * @param clientText the client as text: IPv4 in dotted decimal, IPv6 as in RFC 5952, {@code peer} where there is no
 *     address and where {@code resolved} is false
 * @param resolved false where a trusted proxy says who the client is and cannot be understood
 * @param secure whether the client's own connection is encrypted: that to the trusted proxy which says so, or else the
 *     connection of the peer; false where {@code resolved} is
 */
public record Caller(
        @Nullable InetAddress peerAddress,
        String peer,
        @Nullable InetAddress client,
        String clientText,
        boolean resolved,
        boolean secure) {}
