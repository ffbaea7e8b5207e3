package io.github.jettyws.security;

import java.util.Optional;
import java.util.regex.Pattern;

/** The properties: their names and, as the only place that has them, their defaults. */
enum Property {
    MODE(Scope.POLICY, "mode", "enforce"),
    UNGUARDED(Scope.POLICY, "unguarded", "refuse"),
    TRANSPORT_SECURE_ONLY(Scope.POLICY, "transport.secureOnly", "false"),
    ADDRESS_TRUSTED_PROXIES(Scope.SHARED, "address.trustedProxies", ""),
    ADDRESS_FORWARDED_HEADER(Scope.SHARED, "address.forwardedHeader", "X-Forwarded-For"),
    ADDRESS_NAT64(Scope.SHARED, "address.nat64", "64:ff9b::/96"),
    ADDRESS_IPV6_PREFIX(Scope.SHARED, "address.ipv6Prefix", "64"),
    ADDRESS_BLOCKED(Scope.POLICY, "address.blocked", ""),
    ADDRESS_BLOCKED_FILE(Scope.POLICY, "address.blockedFile", ""),
    ADDRESS_ALLOWED(Scope.POLICY, "address.allowed", ""),
    ADDRESS_ALLOWED_FILE(Scope.POLICY, "address.allowedFile", ""),
    ADDRESS_CLOSE_OPEN(Scope.SHARED, "address.closeOpen", "true"),
    HANDSHAKES_PER_ADDRESS(Scope.POLICY, "handshakes.perAddress", "0"),
    HANDSHAKES_WINDOW(Scope.POLICY, "handshakes.window", "1m"),
    HANDSHAKES_CHECK_TIMEOUT(Scope.POLICY, "handshakes.checkTimeout", "2s"),
    HANDSHAKES_PENDING_CHECKS(Scope.POLICY, "handshakes.pendingChecks", "1000"),
    HANDSHAKES_PENDING_PER_ADDRESS(Scope.SHARED, "handshakes.pendingPerAddress", "0"),
    ORIGIN_CHECK(Scope.POLICY, "origin.check", "true"),
    ORIGIN_ALLOWED(Scope.POLICY, "origin.allowed", ""),
    ORIGIN_ALLOW_SAME_ORIGIN(Scope.POLICY, "origin.allowSameOrigin", "true"),
    ORIGIN_ALLOW_LOCALHOST(Scope.POLICY, "origin.allowLocalhost", "true"),
    ORIGIN_ALLOW_MISSING(Scope.POLICY, "origin.allowMissing", "false"),
    ORIGIN_ALLOW_NULL(Scope.POLICY, "origin.allowNull", "false"),
    CONNECTIONS_TOTAL(Scope.POLICY, "connections.total", "0"),
    CONNECTIONS_PER_ADDRESS(Scope.POLICY, "connections.perAddress", "0"),
    CONNECTIONS_PER_USER(Scope.POLICY, "connections.perUser", "0"),
    CONNECTIONS_ON_LIMIT(Scope.POLICY, "connections.onLimit", "refuse"),
    AUTH_REQUIRED(Scope.POLICY, "auth.required", "false"),
    AUTH_SCHEMES(Scope.POLICY, "auth.schemes", "session"),
    AUTH_SESSION_ATTRIBUTE(Scope.POLICY, "auth.session.attribute", ""),
    AUTH_ROLES(Scope.POLICY, "auth.roles", ""),
    AUTH_USERS(Scope.POLICY, "auth.users", ""),
    AUTH_CONTAINER(Scope.POLICY, "auth.container", "keep"),
    AUTH_COOKIE_NAME(Scope.POLICY, "auth.cookie.name", ""),
    AUTH_COOKIE_FORMAT(Scope.POLICY, "auth.cookie.format", "hmac"),
    AUTH_COOKIE_KEY_FILE(Scope.POLICY, "auth.cookie.keyFile", ""),
    AUTH_JWT_KEY_FILE(Scope.POLICY, "auth.jwt.keyFile", ""),
    AUTH_JWT_JWKS_FILE(Scope.POLICY, "auth.jwt.jwksFile", ""),
    AUTH_JWT_JWKS_URI(Scope.POLICY, "auth.jwt.jwksUri", ""),
    AUTH_JWT_ALGORITHMS(Scope.POLICY, "auth.jwt.algorithms", ""),
    AUTH_JWT_ISSUER(Scope.POLICY, "auth.jwt.issuer", ""),
    AUTH_JWT_AUDIENCE(Scope.POLICY, "auth.jwt.audience", ""),
    AUTH_JWT_CLOCK_SKEW(Scope.POLICY, "auth.jwt.clockSkew", "30s"),
    AUTH_JWT_REQUIRE_EXPIRATION(Scope.POLICY, "auth.jwt.requireExpiration", "true"),
    AUTH_JWT_NAME_CLAIM(Scope.POLICY, "auth.jwt.nameClaim", "sub"),
    AUTH_JWT_ROLES_CLAIM(Scope.POLICY, "auth.jwt.rolesClaim", "roles"),
    AUTH_JWT_TYPE(Scope.POLICY, "auth.jwt.type", ""),
    AUTH_API_KEY_HEADER(Scope.POLICY, "auth.apiKey.header", "X-API-Key"),
    AUTH_API_KEY_FILE(Scope.POLICY, "auth.apiKey.file", ""),
    AUTH_API_KEY_PEPPER_FILE(Scope.POLICY, "auth.apiKey.pepperFile", ""),
    AUTH_TICKET_PATH(Scope.POLICY, "auth.ticket.path", ""),
    AUTH_TICKET_PARAMETER(Scope.POLICY, "auth.ticket.parameter", "ticket"),
    AUTH_CSRF_SESSION_ATTRIBUTE(Scope.POLICY, "auth.csrf.sessionAttribute", ""),
    AUTH_CSRF_PARAMETER(Scope.POLICY, "auth.csrf.parameter", "csrf"),
    AUTH_TOKEN_SOURCES(Scope.POLICY, "auth.token.sources", "bearer"),
    AUTH_FAILURES_PER_ADDRESS(Scope.POLICY, "auth.failures.perAddress", "20"),
    AUTH_FAILURES_WINDOW(Scope.POLICY, "auth.failures.window", "1m"),
    AUTH_SESSION_RECHECK(Scope.SHARED, "auth.session.recheck", "1m"),
    AUTH_SESSION_KEEP_ALIVE(Scope.POLICY, "auth.session.keepAlive", "false"),
    AUTH_JWT_ON_EXPIRY(Scope.POLICY, "auth.jwt.onExpiry", "close"),
    AUTH_REFRESH_ENABLED(Scope.POLICY, "auth.refresh.enabled", "false"),
    LIMITS_MAX_TEXT_MESSAGE_SIZE(Scope.POLICY, "limits.maxTextMessageSize", "65536"),
    LIMITS_MAX_BINARY_MESSAGE_SIZE(Scope.POLICY, "limits.maxBinaryMessageSize", "65536"),
    LIMITS_MAX_FRAME_SIZE(Scope.POLICY, "limits.maxFrameSize", "65536"),
    LIMITS_MAX_FRAGMENTS(Scope.POLICY, "limits.maxFragments", "1024"),
    LIMITS_IDLE_TIMEOUT(Scope.POLICY, "limits.idleTimeout", "5m"),
    LIMITS_IDLE_COUNTS_CONTROL(Scope.POLICY, "limits.idleCountsControl", "true"),
    LIMITS_MESSAGE_TIMEOUT(Scope.POLICY, "limits.messageTimeout", "30s"),
    LIMITS_MAX_OUTGOING_FRAMES(Scope.POLICY, "limits.maxOutgoingFrames", "4096"),
    LIMITS_MAX_OUTGOING_BYTES(Scope.POLICY, "limits.maxOutgoingBytes", "1048576"),
    LIMITS_WRITE_TIMEOUT(Scope.POLICY, "limits.writeTimeout", "30s"),
    LIMITS_MAX_LIFETIME(Scope.POLICY, "limits.maxLifetime", "0"),
    COMPRESSION_ALLOW(Scope.POLICY, "compression.allow", "true"),
    COMPRESSION_MAX_RATIO(Scope.POLICY, "compression.maxRatio", "100"),
    RATE_MESSAGES(Scope.POLICY, "rate.messages", "100"),
    RATE_WINDOW(Scope.POLICY, "rate.window", "10s"),
    RATE_BYTES(Scope.POLICY, "rate.bytes", "0"),
    RATE_KEY(Scope.POLICY, "rate.key", "address"),
    RATE_ALGORITHM(Scope.POLICY, "rate.algorithm", "sliding-window"),
    RATE_BURST(Scope.POLICY, "rate.burst", ""),
    RATE_BURST_DELAY(Scope.POLICY, "rate.burstDelay", "true"),
    RATE_ACTION(Scope.POLICY, "rate.action", "close"),
    RATE_CLOSE_CODE(Scope.POLICY, "rate.closeCode", "1008"),
    RATE_REPLY_MESSAGE(Scope.POLICY, "rate.replyMessage", "Rate limit exceeded. Please wait."),
    RATE_ESCALATE(Scope.POLICY, "rate.escalate", ""),
    RATE_CONTROL_FRAMES(Scope.POLICY, "rate.controlFrames", "60"),
    RATE_CONTROL_WINDOW(Scope.POLICY, "rate.controlWindow", "10s"),
    RATE_TOTAL_MESSAGES(Scope.SHARED, "rate.totalMessages", "0"),
    RATE_TOTAL_WINDOW(Scope.SHARED, "rate.totalWindow", "10s"),
    MESSAGE_TYPES(Scope.POLICY, "message.types", "text,binary"),
    MESSAGE_FORMAT(Scope.POLICY, "message.format", "any"),
    MESSAGE_JSON_DUPLICATE_KEYS(Scope.POLICY, "message.json.duplicateKeys", "refuse"),
    MESSAGE_JSON_MAX_DEPTH(Scope.POLICY, "message.json.maxDepth", "64"),
    MESSAGE_SCHEMA_FILE(Scope.POLICY, "message.schemaFile", ""),
    MESSAGE_SCHEMA_TIMEOUT(Scope.POLICY, "message.schemaTimeout", "100ms"),
    MESSAGE_ACTION(Scope.POLICY, "message.action", "close"),
    BAN_THRESHOLD(Scope.SHARED, "ban.threshold", "0"),
    BAN_WINDOW(Scope.SHARED, "ban.window", "1m"),
    BAN_DURATION(Scope.SHARED, "ban.duration", "10m"),
    BAN_MAX_DURATION(Scope.SHARED, "ban.maxDuration", "24h"),
    BAN_REASONS(
            Scope.SHARED,
            "ban.reasons",
            "MALFORMED_HANDSHAKE,ORIGIN_MISSING,UNAUTHENTICATED,FORBIDDEN,MESSAGE_RATE,BYTE_RATE,CONTROL_RATE,"
                    + "MESSAGE_TOO_LARGE,FRAME_TOO_LARGE,TOO_MANY_FRAGMENTS,COMPRESSION_RATIO"),
    BAN_NEVER(Scope.SHARED, "ban.never", "127.0.0.0/8,::1"),
    BAN_FILE(Scope.SHARED, "ban.file", "");

    /** Whom a property is set for. */
    enum Scope {
        /** For all paths, or for one. */
        POLICY,
        /** For the server, whichever policy decides. */
        SHARED
    }

    /** User information and query of a URI, with whatever is wrong in them. */
    private static final Pattern SECRETS = Pattern.compile("(?<=//).*(?=@)|(?<=\\?).*");

    /** What all names begin with. */
    static final String PREFIX = "ws-security.";

    private final Scope scope;
    private final String key;
    private final String defaultValue;

    Property(Scope scope, String name, String defaultValue) {
        this.scope = scope;
        this.key = PREFIX + name;
        this.defaultValue = defaultValue;
    }

    Scope scope() {
        return scope;
    }

    /** The name, as an operator writes it. */
    String key() {
        return key;
    }

    String defaultValue() {
        return defaultValue;
    }

    /** Gives a value as it may be told: in an address there may be a password or a key. */
    String shown(String value) {
        return this == AUTH_JWT_JWKS_URI ? SECRETS.matcher(value).replaceAll("***") : value;
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
