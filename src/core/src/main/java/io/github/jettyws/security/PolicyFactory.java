package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.handshake.GrammarCheck;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.origin.OriginCheck;
import io.github.jettyws.security.origin.OriginPattern;
import io.github.jettyws.security.origin.OriginRules;
import io.github.jettyws.security.policy.Policy;
import io.github.jettyws.security.policy.UpgradeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes a policy of its settings, and a line of everything in them that cannot be understood or contradicts itself. */
final class PolicyFactory {
    private static final Duration LEAST_IDLE = Duration.ofSeconds(1);
    private static final Duration MOST_IDLE = Duration.ofHours(24);
    private static final Duration LEAST_WINDOW = Duration.ofMillis(1);

    /** The values of {@code ws-security.unguarded}. */
    private enum Unguarded {
        REFUSE,
        ALLOW
    }

    private final PolicySettings settings;
    private final List<String> errors;

    private PolicyFactory(PolicySettings settings, List<String> errors) {
        this.settings = settings;
        this.errors = errors;
    }

    /**
     * Makes a policy.
     *
     * @throws ConfigurationException with a line for every error
     */
    static Policy policy(PolicySettings settings, Ticker ticker) {
        List<String> errors = new ArrayList<>();
        PolicyFactory factory = new PolicyFactory(settings, errors);
        // Everything is read before anything is thrown, so that one start names all that is wrong.
        Mode mode = factory.read(Property.MODE, text -> Values.name(Mode.class, text), Mode.ENFORCE);
        AddressSet blocked =
                factory.read(Property.ADDRESS_BLOCKED, text -> AddressSet.parse(Values.list(text)), AddressSet.EMPTY);
        UpgradeRules upgrades = new UpgradeRules(
                factory.read(Property.UNGUARDED, text -> Values.name(Unguarded.class, text), Unguarded.REFUSE)
                        == Unguarded.ALLOW,
                factory.bool(Property.COMPRESSION_ALLOW));
        int prefix = (int) factory.number(Property.ADDRESS_IPV6_PREFIX, 1, IpAddress.BITS);
        OriginRules origin = factory.origin();
        AuthRules auth = factory.auth();
        MessageLimits limits = factory.limits();
        RateRules rate = new RateRules(
                factory.number(Property.RATE_MESSAGES, 0, RateRules.MAX_MESSAGES),
                factory.duration(Property.RATE_WINDOW, LEAST_WINDOW, RateRules.MAX_WINDOW));
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
        List<HandshakeCheck> checks =
                new ArrayList<>(List.of(new AddressCheck(blocked), new GrammarCheck(), new OriginCheck(origin)));
        checks.addAll(settings.checks());
        return new Policy(mode, upgrades, checks, auth, limits, rate, new ClientKey(prefix), ticker);
    }

    private OriginRules origin() {
        int before = errors.size();
        OriginRules rules = new OriginRules(
                bool(Property.ORIGIN_CHECK),
                read(Property.ORIGIN_ALLOWED, PolicyFactory::patterns, List.of()),
                bool(Property.ORIGIN_ALLOW_SAME_ORIGIN),
                bool(Property.ORIGIN_ALLOW_LOCALHOST),
                bool(Property.ORIGIN_ALLOW_MISSING),
                bool(Property.ORIGIN_ALLOW_NULL));
        if (errors.size() == before) {
            findContradictions(rules);
        }
        return rules;
    }

    /** To be asked only of what was understood: a placeholder contradicts nothing. */
    private void findContradictions(OriginRules rules) {
        if (!rules.check()
                && settings.has(Property.ORIGIN_ALLOWED)
                && !rules.allowed().isEmpty()) {
            error(Property.ORIGIN_CHECK, "expected true, since " + Property.ORIGIN_ALLOWED.key() + " is set");
        }
        boolean any = rules.allowSameOrigin() || rules.allowLocalhost() || rules.allowMissing() || rules.allowNull();
        if (rules.check() && rules.allowed().isEmpty() && !any) {
            error(Property.ORIGIN_ALLOWED, "expected an origin, since nobody could connect otherwise");
        }
    }

    private static List<OriginPattern> patterns(String text) {
        List<OriginPattern> patterns = new ArrayList<>();
        for (String entry : Values.list(text)) {
            try {
                patterns.add(OriginPattern.parse(entry));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + entry + "': " + e.getMessage(), e);
            }
        }
        return List.copyOf(patterns);
    }

    private AuthRules auth() {
        if (!settings.get(Property.AUTH_SCHEMES).equals(AuthRules.SESSION)) {
            error(Property.AUTH_SCHEMES, "expected " + AuthRules.SESSION);
        }
        String attribute = settings.get(Property.AUTH_SESSION_ATTRIBUTE);
        return new AuthRules(bool(Property.AUTH_REQUIRED), attribute.isEmpty() ? null : attribute);
    }

    private MessageLimits limits() {
        return new MessageLimits(
                number(Property.LIMITS_MAX_TEXT_MESSAGE_SIZE, 1, Integer.MAX_VALUE),
                number(Property.LIMITS_MAX_BINARY_MESSAGE_SIZE, 1, Integer.MAX_VALUE),
                number(Property.LIMITS_MAX_FRAME_SIZE, 1, Integer.MAX_VALUE),
                duration(Property.LIMITS_IDLE_TIMEOUT, LEAST_IDLE, MOST_IDLE));
    }

    private boolean bool(Property property) {
        return read(property, Values::bool, false);
    }

    private long number(Property property, long least, long most) {
        return read(property, text -> Values.number(text, least, most), least);
    }

    private Duration duration(Property property, Duration least, Duration most) {
        return read(property, text -> Values.duration(text, least, most), least);
    }

    /** What cannot be understood becomes an error, and the placeholder keeps the rest going until it is thrown. */
    private <T> T read(Property property, Function<String, T> parser, T placeholder) {
        try {
            return parser.apply(settings.get(property));
        } catch (IllegalArgumentException e) {
            error(property, String.valueOf(e.getMessage()));
            return placeholder;
        }
    }

    private void error(Property property, String expected) {
        String where = settings.getPath().equals(WebSocketSecurity.ALL_PATHS) ? "" : " (policy of " + settings + ")";
        errors.add(property.key() + where + ": '" + settings.get(property) + "': " + expected);
    }
}
