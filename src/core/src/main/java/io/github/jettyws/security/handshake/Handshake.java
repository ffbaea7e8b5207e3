package io.github.jettyws.security.handshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one upgrade request, gathered once, before any check. Immutable; values come from the client unless said
 * otherwise.
 *
 * @param caller who is calling: the peer of the socket, and the client behind it
 * @param host the host and port that the request was sent to, as the client wrote them ({@code Host} or
 *     {@code :authority}); {@code null} where there is none or more than one
 * @param method the method, {@code GET} of an upgrade over HTTP/1.1, {@code CONNECT} over HTTP/2
 * @param tunnel the {@code :protocol} of an extended CONNECT (RFC 8441), {@code null} over HTTP/1.1
 * @param path the decoded and normalised path, the one that requests are routed by, context path included
 * @param protocol the protocol of the request: {@code HTTP/1.1}, {@code HTTP/2.0}
 * @param headers all header fields
 * @param query the query of the request target as it was sent, {@code null} where there is none. It may hold a credential:
 *     it is shown to nobody
 */
public record Handshake(
        Caller caller,
        @Nullable String host,
        String method,
        @Nullable String tunnel,
        String path,
        String protocol,
        Headers headers,
        @Nullable String query) {
    /**
     * Makes the facts of a request without a query.
     *
     * @param caller who is calling
     * @param host the host and port that the request was sent to
     * @param method the method
     * @param tunnel the {@code :protocol} of an extended CONNECT
     * @param path the decoded and normalised path
     * @param protocol the protocol of the request
     * @param headers all header fields
     */
    public Handshake(
            Caller caller,
            @Nullable String host,
            String method,
            @Nullable String tunnel,
            String path,
            String protocol,
            Headers headers) {
        this(caller, host, method, tunnel, path, protocol, headers, null);
    }

    /**
     * Gives the values of all {@code Origin} field lines.
     *
     * @return one for each line, empty where the client sent none
     */
    public List<String> origins() {
        return headers.values("Origin");
    }

    /**
     * Leaves the query out, so that nothing is found there.
     *
     * @return the same facts, as if there were no query
     */
    public Handshake withoutQuery() {
        return new Handshake(caller, host, method, tunnel, path, protocol, headers);
    }

    /** Leaves the query out. */
    @Override
    public String toString() {
        return "Handshake[caller=" + caller + ", host=" + host + ", method=" + method + ", tunnel=" + tunnel + ", path="
                + path + ", protocol=" + protocol + ", headers=" + headers + "]";
    }
}
