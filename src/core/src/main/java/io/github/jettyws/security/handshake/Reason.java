package io.github.jettyws.security.handshake;

/**
 * Why the guard said no. The name is for the operator (log, events, counters, documents); the client sees only the
 * status or the close code that belongs to it.
 *
 * <p>Every reason has a paragraph in the reference: symptom, cause, what to do.
 */
public enum Reason {
    /** The client address, or the peer, is blocked, or it is not among those that alone are allowed. */
    ADDRESS_BLOCKED(403, 1008),
    /** The client address is banned for a while, for what it did before. */
    ADDRESS_BANNED(403, 1008),
    /** A trusted proxy sent a header that does not say who is calling. */
    ADDRESS_UNRESOLVED(403, 1008),
    /** The connection of the client is not encrypted, and {@code ws-security.transport.secureOnly} is true. */
    INSECURE_TRANSPORT(403, 1008),
    /** The request is no handshake by the letter of RFC 6455 or RFC 8441. */
    MALFORMED_HANDSHAKE(400, 1008),
    /** The handshake is for another version of the protocol than 13. */
    UNSUPPORTED_VERSION(426, 1008),
    /** There is no {@code Origin} header, and {@code ws-security.origin.allowMissing} is false. */
    ORIGIN_MISSING(403, 1008),
    /** The {@code Origin} is not one that may connect, there is more than one, or it is not an origin at all. */
    ORIGIN_NOT_ALLOWED(403, 1008),
    /** More than {@code ws-security.handshakes.perAddress} handshakes of one client address within the window. */
    HANDSHAKE_RATE(429, 1008),
    /** As many connections are open as {@code ws-security.connections.*} allows; 503 where that is the total. */
    CONNECTION_LIMIT(429, 1008),
    /** More than {@code ws-security.auth.failures.perAddress} bad credentials of one client address within the window. */
    AUTH_FAILURES(429, 1008),
    /** A credential is bad; or an identity is required, and the request has no credential. */
    UNAUTHENTICATED(401, 1008),
    /** The identity has none of the roles, or is none of the users, that alone may connect; or an added check refused. */
    FORBIDDEN(403, 1008),
    /** The request is not from a page of the application: its CSRF token is missing, or is not that of the HTTP session. */
    CSRF_TOKEN(403, 1008),
    /** A ticket was asked for in another way than by {@code POST}. */
    METHOD_NOT_ALLOWED(405, 1008),
    /** There are as many tickets as one user, or all of them, may have. */
    TICKET_LIMIT(429, 1008),
    /** The upgrade was about to complete past the message guard. */
    UNGUARDED_ENDPOINT(403, 1008),
    /** The guard itself failed. When that happens the answer is no. */
    GUARD_FAILURE(503, 1011),
    /** A message is longer than {@code ws-security.limits.maxTextMessageSize} or {@code maxBinaryMessageSize}. */
    MESSAGE_TOO_LARGE(403, 1009),
    /** A frame is longer than {@code ws-security.limits.maxFrameSize}. */
    FRAME_TOO_LARGE(403, 1009),
    /** A message consists of more frames than {@code ws-security.limits.maxFragments}. */
    TOO_MANY_FRAGMENTS(403, 1008),
    /** More pings and pongs than {@code ws-security.rate.controlFrames} within the window. */
    CONTROL_RATE(403, 1008),
    /** More than {@code ws-security.rate.messages} messages of one client within the window. */
    MESSAGE_RATE(403, 1008),
    /** More than {@code ws-security.rate.bytes} bytes in the messages of one client within the window. */
    BYTE_RATE(403, 1008),
    /** More than {@code ws-security.rate.totalMessages} messages of everybody; 1013 asks to try again later. */
    TOTAL_RATE(503, 1013),
    /** The message is of a kind that {@code ws-security.message.types} does not list. */
    TYPE_NOT_ALLOWED(403, 1003),
    /** A text message is not JSON by the letter of RFC 8259, and {@code ws-security.message.format} is {@code json}. */
    MALFORMED_MESSAGE(403, 1007),
    /** A message does not fit the schema of {@code ws-security.message.schemaFile}; or an added check refused it. */
    INVALID_MESSAGE(403, 1008),
    /** A message becomes more than {@code ws-security.compression.maxRatio} times as long by inflation. */
    COMPRESSION_RATIO(403, 1009),
    /** A message, or a frame, was begun and not finished within {@code ws-security.limits.messageTimeout}. */
    MESSAGE_TIMEOUT(403, 1008),
    /** More waits for the client to take it than {@code ws-security.limits.maxOutgoing*}, or for longer than {@code writeTimeout}. */
    SLOW_READER(403, 1008),
    /** No message came or went for {@code ws-security.limits.idleTimeout}, and {@code idleCountsControl} is false. */
    IDLE_TIMEOUT(403, 1001),
    /** The HTTP session that the connection rests on was invalidated, or has expired. */
    SESSION_ENDED(401, 1008),
    /** The credential that the connection was opened with has expired. */
    TOKEN_EXPIRED(401, 1008),
    /** The user, the token or the session was revoked by an operator or an application. */
    REVOKED(401, 1008),
    /** The connection was open for {@code ws-security.limits.maxLifetime}. */
    MAX_LIFETIME(403, 1008),
    /** A newer connection of the same user has taken the place, see {@code ws-security.connections.onLimit}. */
    REPLACED(403, 1008);

    private final int status;
    private final int closeCode;

    Reason(int status, int closeCode) {
        this.status = status;
        this.closeCode = closeCode;
    }

    /**
     * Tells what a refused handshake is answered with.
     *
     * @return the HTTP status code
     */
    public int status() {
        return status;
    }

    /**
     * Tells what an open connection is closed with.
     *
     * @return the close code of RFC 6455, section 7.4
     */
    public int closeCode() {
        return closeCode;
    }
}
