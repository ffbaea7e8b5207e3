package io.github.jettyws.security;

import io.github.jettyws.security.address.AddressRange;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.BanRules;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.CallerRules;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.address.ForwardedHeader;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.policy.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes of the shared settings what they say. */
final class SharedFactory {
    /** The word for a peer over a Unix-domain socket, which has no address. */
    private static final String UNIX = "unix";

    /** A year. */
    static final Duration LONGEST_BAN = Duration.ofDays(365);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MOST_RECHECK = Duration.ofHours(24);

    /**
     * What the shared settings say.
     *
     * @param clients what all policies know of clients
     * @param closeOpen whether a list that was read again ends connections
     * @param banFile the file of bans, empty where they end with the server
     * @param pendingPerAddress how many connections without a WebSocket a peer may have open, 0 for no limit
     * @param totalRate how many messages all clients may send together
     * @param sessionRecheck how often HTTP sessions are asked whether they have ended, zero for only when they expire
     */
    record Shared(
            Clients clients,
            boolean closeOpen,
            Optional<Path> banFile,
            int pendingPerAddress,
            RateRules totalRate,
            Duration sessionRecheck) {}

    private SharedFactory() {}

    /**
     * Makes it.
     *
     * @param base what names of files are relative to
     * @param clock the time of bans
     * @throws ConfigurationException with a line for every error
     */
    static Shared shared(SharedSettings settings, Path base, Clock clock) {
        SettingsReader reader = new SettingsReader(settings, new ArrayList<>());
        List<String> proxies = new ArrayList<>(reader.read(Property.ADDRESS_TRUSTED_PROXIES, Values::list, List.of()));
        boolean unix = proxies.remove(UNIX);
        List<AddressRange> trusted = reader.read(Property.ADDRESS_TRUSTED_PROXIES, text -> ranges(proxies), List.of());
        CallerRules callers = new CallerRules(
                new AddressSet(trusted),
                unix,
                reader.read(Property.ADDRESS_FORWARDED_HEADER, ForwardedHeader::parse, ForwardedHeader.X_FORWARDED_FOR),
                reader.read(Property.ADDRESS_NAT64, text -> CallerRules.nat64(Values.list(text)), AddressSet.EMPTY));
        int prefix = (int) reader.number(Property.ADDRESS_IPV6_PREFIX, 1, IpAddress.BITS);
        int threshold = (int) reader.number(Property.BAN_THRESHOLD, 0, 1_000_000);
        Duration window = reader.duration(Property.BAN_WINDOW, SECOND, BanRules.MAX_WINDOW);
        int before = reader.errors();
        Duration duration = reader.duration(Property.BAN_DURATION, SECOND, LONGEST_BAN);
        Duration maxDuration = reader.duration(Property.BAN_MAX_DURATION, SECOND, LONGEST_BAN);
        if (reader.errors() == before && maxDuration.compareTo(duration) < 0) {
            reader.error(
                    Property.BAN_MAX_DURATION,
                    "expected at least " + Property.BAN_DURATION.key() + ", which is '"
                            + settings.get(Property.BAN_DURATION) + "'");
        }
        Set<Reason> reasons = reader.read(Property.BAN_REASONS, SharedFactory::reasons, Set.of());
        List<AddressRange> never =
                new ArrayList<>(reader.read(Property.BAN_NEVER, text -> ranges(Values.list(text)), List.of()));
        never.addAll(trusted);
        boolean closeOpen = reader.bool(Property.ADDRESS_CLOSE_OPEN);
        Optional<Path> banFile = reader.read(Property.BAN_FILE, name -> banFile(base, name), Optional.empty());
        int pending = reader.count(Property.HANDSHAKES_PENDING_PER_ADDRESS);
        Duration recheck = reader.durationOrNone(Property.AUTH_SESSION_RECHECK, SECOND, MOST_RECHECK);
        RateRules totalRate = new RateRules(
                reader.number(Property.RATE_TOTAL_MESSAGES, 0, RateRules.MAX_MESSAGES),
                reader.duration(Property.RATE_TOTAL_WINDOW, RateFactory.LEAST_WINDOW, RateRules.MAX_WINDOW));
        reader.finish();
        Bans bans = new Bans(new BanRules(threshold, window, duration, maxDuration, reasons, never), prefix, clock);
        Clients clients = new Clients(new CallerResolver(callers), new ClientKey(prefix), bans);
        return new Shared(clients, closeOpen, banFile, pending, totalRate, recheck);
    }

    /** To be found out at the start rather than at the first ban. */
    private static Optional<Path> banFile(Path base, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = base.resolve(name);
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("expected a file in a folder that exists and can be written");
        }
        return Optional.of(file);
    }

    private static List<AddressRange> ranges(List<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts) {
            try {
                ranges.addAll(AddressRange.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
            }
        }
        return ranges;
    }

    private static Set<Reason> reasons(String text) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        for (String name : Values.list(text)) {
            reasons.add(Arrays.stream(Reason.values())
                    .filter(reason -> reason.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + name + "': expected one of " + Arrays.toString(Reason.values()))));
        }
        return reasons;
    }
}
