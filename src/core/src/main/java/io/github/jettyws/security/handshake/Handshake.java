package io.github.jettyws.security.handshake;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one upgrade request, gathered once, before any check. Immutable; values come from the client unless said
 * otherwise.
 *
 * @param client the client address, whom the request is counted against; from the socket, {@code null} where the peer
 *     has no IP address (a Unix-domain socket)
 * @param peer the other end of the socket as text, from the socket
 * @param secure whether the connection itself is encrypted; never what a header or the request target claims
 * @param host the host and port that the request was sent to, as the client wrote them ({@code Host} or
 *     {@code :authority}); {@code null} where there is none or more than one
 * @param method the method, {@code GET} of an upgrade over HTTP/1.1, {@code CONNECT} over HTTP/2
 * @param tunnel the {@code :protocol} of an extended CONNECT (RFC 8441), {@code null} over HTTP/1.1
 * @param path the decoded and normalised path, the one that requests are routed by, context path included
 * @param protocol the protocol of the request: {@code HTTP/1.1}, {@code HTTP/2.0}
 * @param headers all header fields
 */
public record Handshake(
        @Nullable InetAddress client,
        String peer,
        boolean secure,
        @Nullable String host,
        String method,
        @Nullable String tunnel,
        String path,
        String protocol,
        Headers headers) {

    /**
     * Gives the values of all {@code Origin} field lines.
     *
     * @return one for each line, empty where the client sent none
     */
    public List<String> origins() {
        return headers.values("Origin");
    }

    /**
     * Gives the client address as text.
     *
     * @return the address in its numeric form, or the peer where that has no IP address
     */
    public String clientText() {
        return client == null ? peer : client.getHostAddress();
    }
}
