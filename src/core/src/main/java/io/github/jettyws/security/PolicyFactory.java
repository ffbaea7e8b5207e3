package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.BanCheck;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.BearerTokens;
import io.github.jettyws.security.auth.JwtRules;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.TokenCookie;
import io.github.jettyws.security.handshake.GrammarCheck;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.TransportCheck;
import io.github.jettyws.security.limit.FailureRate;
import io.github.jettyws.security.limit.HandshakeRate;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.Outgoing;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.SlotRules;
import io.github.jettyws.security.limit.Slots;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.message.ShapeRules;
import io.github.jettyws.security.origin.OriginCheck;
import io.github.jettyws.security.origin.OriginPattern;
import io.github.jettyws.security.origin.OriginRules;
import io.github.jettyws.security.policy.AsyncPlugins;
import io.github.jettyws.security.policy.AuthFailures;
import io.github.jettyws.security.policy.Clients;
import io.github.jettyws.security.policy.HandshakeRateCheck;
import io.github.jettyws.security.policy.LifetimeRules;
import io.github.jettyws.security.policy.Policy;
import io.github.jettyws.security.policy.UpgradeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes policies of their settings, and a line of everything in them that cannot be understood or contradicts itself.
 *
 * <p>What counts connections, handshakes and bad credentials is shared with the policy of all paths, unless the settings
 * have such limits of their own: a total that each path had for itself would be none.
 */
final class PolicyFactory {
    private static final Duration LEAST_IDLE = Duration.ofSeconds(1);
    private static final Duration MOST_IDLE = Duration.ofHours(24);
    private static final Duration MOST_TRANSFER = Duration.ofHours(1);
    private static final int MOST_RATIO = 100_000;
    private static final Duration LEAST_LIFETIME = Duration.ofSeconds(1);
    private static final Duration MOST_LIFETIME = Duration.ofDays(365);
    private static final Duration LEAST_CHECK_TIMEOUT = Duration.ofMillis(1);

    /** Less than the 30 seconds after which Jetty gives up on a connection that is idle. */
    private static final Duration MOST_CHECK_TIMEOUT = Duration.ofSeconds(20);

    private static final long MOST_PENDING_CHECKS = 1_000_000;
    private static final Duration LEAST_HANDSHAKE_WINDOW = Duration.ofSeconds(1);

    /** The values of {@code ws-security.unguarded}. */
    private enum Unguarded {
        REFUSE,
        ALLOW
    }

    /** The values of {@code ws-security.auth.jwt.onExpiry}. */
    private enum OnExpiry {
        CLOSE,
        IGNORE
    }

    private final Clients clients;
    private final AddressLists lists;
    private final Credentials credentials;
    private final TotalRate total;
    private final Shapes shapes;
    private final Ticker ticker;
    private final Map<PolicySettings, Slots> slots = new HashMap<>();
    private final Map<PolicySettings, HandshakeRateCheck> rates = new HashMap<>();
    private final Map<PolicySettings, AuthFailures> failures = new HashMap<>();

    /**
     * Makes a factory for the policies of one server.
     *
     * @param clients what they know of clients
     * @param lists where their lists of addresses come from
     * @param credentials where their schemes come from
     * @param total what all clients of the server may send
     * @param shapes where it comes from what their messages may be
     * @param ticker the time for rates
     */
    PolicyFactory(
            Clients clients,
            AddressLists lists,
            Credentials credentials,
            TotalRate total,
            Shapes shapes,
            Ticker ticker) {
        this.clients = clients;
        this.lists = lists;
        this.credentials = credentials;
        this.total = total;
        this.shapes = shapes;
        this.ticker = ticker;
    }

    /**
     * Makes a policy; that of all paths before those that inherit from it.
     *
     * @throws ConfigurationException with a line for every error
     */
    Policy policy(PolicySettings settings) {
        SettingsReader reader = new SettingsReader(settings, new ArrayList<>());
        Mode mode = reader.read(Property.MODE, text -> Values.name(Mode.class, text), Mode.ENFORCE);
        UpgradeRules upgrades = new UpgradeRules(
                reader.read(Property.UNGUARDED, text -> Values.name(Unguarded.class, text), Unguarded.REFUSE)
                        == Unguarded.ALLOW,
                reader.bool(Property.COMPRESSION_ALLOW));
        AddressCheck address = address(settings, reader);
        boolean secureOnly = reader.bool(Property.TRANSPORT_SECURE_ONLY);
        OriginRules origin = origin(settings, reader);
        AuthRules auth = credentials.rules(settings, reader);
        AuthFailures failed = failures(settings, reader);
        MessageLimits limits = limits(reader);
        LifetimeRules lifetime = lifetime(settings, reader, auth);
        TrafficRules traffic = traffic(reader, limits);
        RateRules handshakeRules = new RateRules(
                reader.number(Property.HANDSHAKES_PER_ADDRESS, 0, RateRules.MAX_MESSAGES),
                reader.duration(Property.HANDSHAKES_WINDOW, LEAST_HANDSHAKE_WINDOW, RateRules.MAX_WINDOW));
        HandshakeRateCheck handshakes = handshakes(settings, handshakeRules);
        Slots connections = slots(settings, reader, handshakeRules.window());
        MessageRateRules rate = RateFactory.rules(settings, reader);
        AsyncPlugins plugins = new AsyncPlugins(
                settings.asyncChecks(),
                reader.duration(Property.HANDSHAKES_CHECK_TIMEOUT, LEAST_CHECK_TIMEOUT, MOST_CHECK_TIMEOUT),
                (int) reader.number(Property.HANDSHAKES_PENDING_CHECKS, 1, MOST_PENDING_CHECKS));
        ShapeRules shape = shapes.rules(settings, reader);
        reader.finish();
        ServerChecks.warnOfFrames(settings, limits);
        List<HandshakeCheck> checks = new ArrayList<>(List.of(new BanCheck(clients.bans(), clients.key()), address));
        if (secureOnly) {
            checks.add(new TransportCheck());
        }
        checks.addAll(List.of(new GrammarCheck(), handshakes, new OriginCheck(origin)));
        if (!auth.schemes().stream().allMatch(SessionScheme.class::isInstance)) {
            checks.add(failed);
        }
        checks.addAll(settings.checks());
        MessageRates messageRates = new MessageRates(rate, shape.events().byName(), total, ticker);
        return new Policy(
                mode,
                upgrades,
                address,
                List.copyOf(checks),
                connections,
                auth,
                failed,
                limits,
                messageRates,
                lifetime,
                plugins,
                shape,
                traffic);
    }

    private AddressCheck address(PolicySettings settings, SettingsReader reader) {
        AddressList blocked = lists.list(reader, Property.ADDRESS_BLOCKED, Property.ADDRESS_BLOCKED_FILE);
        boolean isLimited = !settings.get(Property.ADDRESS_ALLOWED).isEmpty()
                || !settings.get(Property.ADDRESS_ALLOWED_FILE).isEmpty();
        return new AddressCheck(
                blocked,
                isLimited ? lists.list(reader, Property.ADDRESS_ALLOWED, Property.ADDRESS_ALLOWED_FILE) : null);
    }

    private HandshakeRateCheck handshakes(PolicySettings settings, RateRules rules) {
        HandshakeRateCheck inherited = inherited(rates, settings);
        boolean own = settings.hasAny(Property.HANDSHAKES_PER_ADDRESS, Property.HANDSHAKES_WINDOW);
        HandshakeRateCheck made = inherited == null || own
                ? new HandshakeRateCheck(new HandshakeRate(rules, ticker), clients.key())
                : inherited;
        rates.put(settings, made);
        return made;
    }

    private Slots slots(PolicySettings settings, SettingsReader reader, Duration longestWait) {
        int before = reader.errors();
        SlotRules rules = new SlotRules(
                reader.count(Property.CONNECTIONS_TOTAL),
                reader.count(Property.CONNECTIONS_PER_ADDRESS),
                reader.count(Property.CONNECTIONS_PER_USER),
                reader.read(Property.CONNECTIONS_ON_LIMIT, PolicyFactory::closesOldest, false));
        // A path without the limit may inherit what happens at it.
        boolean pointless = rules.closeOldest() && rules.perUser() == 0 && settings.has(Property.CONNECTIONS_ON_LIMIT);
        if (pointless && reader.errors() == before) {
            reader.error(
                    Property.CONNECTIONS_ON_LIMIT,
                    "expected refuse, since " + Property.CONNECTIONS_PER_USER.key() + " is 0");
        }
        Slots inherited = inherited(slots, settings);
        boolean own = settings.hasAny(
                Property.CONNECTIONS_TOTAL,
                Property.CONNECTIONS_PER_ADDRESS,
                Property.CONNECTIONS_PER_USER,
                Property.CONNECTIONS_ON_LIMIT);
        Slots made = inherited == null || own ? new Slots(rules, longestWait, ticker) : inherited;
        slots.put(settings, made);
        return made;
    }

    private static boolean closesOldest(String text) {
        return switch (text) {
            case "refuse" -> false;
            case "closeOldest" -> true;
            default -> throw new IllegalArgumentException("expected refuse or closeOldest");
        };
    }

    private static <T> @Nullable T inherited(Map<PolicySettings, T> made, PolicySettings settings) {
        PolicySettings parent = settings.parent();
        return parent == null ? null : made.get(parent);
    }

    private static OriginRules origin(PolicySettings settings, SettingsReader reader) {
        int before = reader.errors();
        OriginRules rules = new OriginRules(
                reader.bool(Property.ORIGIN_CHECK),
                reader.read(Property.ORIGIN_ALLOWED, PolicyFactory::patterns, List.of()),
                reader.bool(Property.ORIGIN_ALLOW_SAME_ORIGIN),
                reader.bool(Property.ORIGIN_ALLOW_LOCALHOST),
                reader.bool(Property.ORIGIN_ALLOW_MISSING),
                reader.bool(Property.ORIGIN_ALLOW_NULL));
        if (reader.errors() == before) {
            findContradictions(rules, settings, reader);
        }
        return rules;
    }

    /** To be asked only of what was understood: a placeholder contradicts nothing. */
    private static void findContradictions(OriginRules rules, PolicySettings settings, SettingsReader reader) {
        if (!rules.check()
                && settings.has(Property.ORIGIN_ALLOWED)
                && !rules.allowed().isEmpty()) {
            reader.error(Property.ORIGIN_CHECK, "expected true, since " + Property.ORIGIN_ALLOWED.key() + " is set");
        }
        boolean any = rules.allowSameOrigin() || rules.allowLocalhost() || rules.allowMissing() || rules.allowNull();
        if (rules.check() && rules.allowed().isEmpty() && !any) {
            reader.error(Property.ORIGIN_ALLOWED, "expected an origin, since nobody could connect otherwise");
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

    private AuthFailures failures(PolicySettings settings, SettingsReader reader) {
        RateRules rules = new RateRules(
                reader.number(Property.AUTH_FAILURES_PER_ADDRESS, 0, RateRules.MAX_MESSAGES),
                reader.duration(Property.AUTH_FAILURES_WINDOW, LEAST_HANDSHAKE_WINDOW, RateRules.MAX_WINDOW));
        AuthFailures inherited = inherited(failures, settings);
        boolean own = settings.hasAny(Property.AUTH_FAILURES_PER_ADDRESS, Property.AUTH_FAILURES_WINDOW);
        AuthFailures made =
                inherited == null || own ? new AuthFailures(new FailureRate(rules, ticker), clients.key()) : inherited;
        failures.put(settings, made);
        return made;
    }

    private static LifetimeRules lifetime(PolicySettings settings, SettingsReader reader, AuthRules auth) {
        boolean tokens = auth.schemes().stream()
                .anyMatch(scheme -> scheme instanceof BearerTokens || scheme instanceof TokenCookie);
        return new LifetimeRules(
                reader.durationOrNone(Property.LIMITS_MAX_LIFETIME, LEAST_LIFETIME, MOST_LIFETIME),
                reader.read(Property.AUTH_JWT_ON_EXPIRY, text -> Values.name(OnExpiry.class, text), OnExpiry.CLOSE)
                        == OnExpiry.CLOSE,
                // What is let in for the clocks' sake stays as long. Nothing but tokens is.
                tokens
                        ? reader.duration(Property.AUTH_JWT_CLOCK_SKEW, Duration.ZERO, JwtRules.MAX_CLOCK_SKEW)
                        : Duration.ZERO,
                reader.bool(Property.AUTH_SESSION_KEEP_ALIVE),
                renewal(settings, reader));
    }

    /** What a path inherits is no contradiction of its own. */
    private static boolean renewal(PolicySettings settings, SettingsReader reader) {
        boolean enabled = reader.bool(Property.AUTH_REFRESH_ENABLED);
        boolean own = settings.isForAll() || settings.has(Property.AUTH_REFRESH_ENABLED);
        if (enabled
                && own
                && !reader.read(Property.AUTH_SCHEMES, Values::list, List.of()).contains(JwtVerifier.SCHEME)) {
            reader.error(
                    Property.AUTH_REFRESH_ENABLED,
                    "expected " + JwtVerifier.SCHEME + " in " + Property.AUTH_SCHEMES.key()
                            + ", since only tokens are renewed");
        }
        return enabled;
    }

    private static TrafficRules traffic(SettingsReader reader, MessageLimits limits) {
        return new TrafficRules(
                (int) reader.number(Property.LIMITS_MAX_OUTGOING_FRAMES, 1, Outgoing.MAX_FRAMES),
                (int) reader.number(Property.LIMITS_MAX_OUTGOING_BYTES, 1, Integer.MAX_VALUE),
                reader.duration(Property.LIMITS_WRITE_TIMEOUT, LEAST_IDLE, MOST_TRANSFER),
                reader.duration(Property.LIMITS_MESSAGE_TIMEOUT, LEAST_IDLE, MOST_TRANSFER),
                reader.bool(Property.LIMITS_IDLE_COUNTS_CONTROL) ? Duration.ZERO : limits.idleTimeout(),
                (int) reader.number(Property.COMPRESSION_MAX_RATIO, 0, MOST_RATIO));
    }

    private static MessageLimits limits(SettingsReader reader) {
        return new MessageLimits(
                reader.number(Property.LIMITS_MAX_TEXT_MESSAGE_SIZE, 1, Integer.MAX_VALUE),
                reader.number(Property.LIMITS_MAX_BINARY_MESSAGE_SIZE, 1, Integer.MAX_VALUE),
                reader.number(Property.LIMITS_MAX_FRAME_SIZE, 1, Integer.MAX_VALUE),
                reader.number(Property.LIMITS_MAX_FRAGMENTS, 1, MessageLimits.MOST_FRAGMENTS),
                reader.duration(Property.LIMITS_IDLE_TIMEOUT, LEAST_IDLE, MOST_IDLE));
    }
}
