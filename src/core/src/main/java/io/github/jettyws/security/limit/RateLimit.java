package io.github.jettyws.security.limit;

/** What is limited about messages. */
public enum RateLimit {
    /** The messages of one client, {@code ws-security.rate.messages}. */
    MESSAGES(1),
    /** The bytes of one client, {@code ws-security.rate.bytes}. */
    BYTES(2),
    /** The messages of everybody together, {@code ws-security.rate.totalMessages}. */
    TOTAL(3);

    /** How many bits of a decision tell the limit. */
    static final int CODE_BITS = 2;

    private final int code;

    RateLimit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RateLimit of(long code) {
        return code == MESSAGES.code ? MESSAGES : code == BYTES.code ? BYTES : TOTAL;
    }

    /** How much of it a piece takes. */
    long units(boolean begins, int bytes) {
        if (this == BYTES) {
            return bytes;
        }
        return begins ? 1 : 0;
    }
}
