package io.github.jettyws.security;

import java.util.Optional;

/** The properties of a policy: their names and, as the only place that has them, their defaults. */
enum Property {
    MODE("mode", "enforce"),
    UNGUARDED("unguarded", "refuse"),
    ADDRESS_BLOCKED("address.blocked", ""),
    ADDRESS_IPV6_PREFIX("address.ipv6Prefix", "64"),
    ORIGIN_CHECK("origin.check", "true"),
    ORIGIN_ALLOWED("origin.allowed", ""),
    ORIGIN_ALLOW_SAME_ORIGIN("origin.allowSameOrigin", "true"),
    ORIGIN_ALLOW_LOCALHOST("origin.allowLocalhost", "true"),
    ORIGIN_ALLOW_MISSING("origin.allowMissing", "false"),
    ORIGIN_ALLOW_NULL("origin.allowNull", "false"),
    AUTH_REQUIRED("auth.required", "false"),
    AUTH_SCHEMES("auth.schemes", "session"),
    AUTH_SESSION_ATTRIBUTE("auth.session.attribute", ""),
    LIMITS_MAX_TEXT_MESSAGE_SIZE("limits.maxTextMessageSize", "65536"),
    LIMITS_MAX_BINARY_MESSAGE_SIZE("limits.maxBinaryMessageSize", "65536"),
    LIMITS_MAX_FRAME_SIZE("limits.maxFrameSize", "65536"),
    LIMITS_IDLE_TIMEOUT("limits.idleTimeout", "5m"),
    COMPRESSION_ALLOW("compression.allow", "true"),
    RATE_MESSAGES("rate.messages", "100"),
    RATE_WINDOW("rate.window", "10s");

    /** What all names begin with. */
    static final String PREFIX = "ws-security.";

    private final String key;
    private final String defaultValue;

    Property(String name, String defaultValue) {
        this.key = PREFIX + name;
        this.defaultValue = defaultValue;
    }

    /** The name, as an operator writes it. */
    String key() {
        return key;
    }

    String defaultValue() {
        return defaultValue;
    }

    /** Finds the property that somebody most likely meant: the one that fewest edits away. */
    static Optional<Property> nearest(String key) {
        Property nearest = MODE;
        int fewest = Integer.MAX_VALUE;
        for (Property property : values()) {
            int edits = edits(key, property.key);
            if (edits < fewest) {
                nearest = property;
                fewest = edits;
            }
        }
        return fewest <= key.length() / 2 ? Optional.of(nearest) : Optional.empty();
    }

    /** The distance of Levenshtein. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
