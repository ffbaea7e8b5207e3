package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clients that are banned, and those on their way to it. A client is an IPv4 address or an IPv6 prefix, see
 * {@link ClientKey}; every method takes any address of the prefix. A peer without an address is never banned.
 *
 * <p><b>Length.</b> The first ban lasts {@link BanRules#duration()}. One that begins less than a day after the client's
 * last ended lasts twice as long as the last automatic one, up to {@link BanRules#maxDuration()}. The day counts from the
 * end, for else a ban of a day would be followed by the shortest. Bans by hand double nothing.
 *
 * <p><b>Clock.</b> It is the time of day, since bans outlive the server. Where it jumps ahead, bans end early and offences
 * are forgotten; where it jumps back, bans last that much longer.
 *
 * <p><b>Bounds.</b> {@value #MAX_BANS} bans: when there are as many, the one that ends first makes room for the next. As
 * many clients are remembered for the sake of doubling: the one banned longest ago is forgotten first. For offences see
 * {@link Offences}.
 *
 * <p>Thread-safe. To ask whether a client is banned takes no lock.
 */
public final class Bans {
    /** How many clients are banned at most at the same time. */
    public static final int MAX_BANS = 100_000;

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final BanRules rules;
    private final int ipv6Prefix;
    private final Clock clock;
    private final NeverBanned never;

    private final Object lock = new Object();
    private final BanTable table = new BanTable(MAX_BANS);
    private final Recent<Ban> last = new Recent<>(MAX_BANS);
    private final Offences offences;

    /**
     * Begins with nobody banned.
     *
     * @param rules who is banned, and for how long
     * @param ipv6Prefix the length of the prefix that IPv6 clients are counted by, 1 to 128
     * @param clock the time of day
     */
    public Bans(BanRules rules, int ipv6Prefix, Clock clock) {
        this.rules = rules;
        this.ipv6Prefix = ipv6Prefix;
        this.clock = clock;
        this.never = new NeverBanned(rules.never(), ipv6Prefix);
        this.offences = new Offences(rules.threshold(), rules.window().toMillis());
    }

    /**
     * Counts a refusal or a violation, if its reason is one of {@link BanRules#reasons()}. Nothing is counted against a
     * client while it is banned.
     *
     * @param client the client
     * @param reason why it was refused
     * @return the ban, if this is what caused it; one of several callers at a time gets it
     */
    public Optional<Ban> offence(IpAddress client, Reason reason) {
        IpAddress key = key(client);
        if (!rules.isAutomatic() || !rules.reasons().contains(reason) || never.contains(key) || isBanned(key)) {
            return Optional.empty();
        }
        synchronized (lock) {
            long now = clock.millis();
            if (find(key, now) != null || !offences.add(key, now)) {
                return Optional.empty();
            }
            int count = inARow(key, now) + 1;
            return Optional.of(begin(key, now, rules.durationOf(count), count));
        }
    }

    /**
     * Bans a client at once, as if it had committed as many offences as that takes.
     *
     * @param client the client
     * @return the ban, empty if the client is banned already, or never is
     */
    public Optional<Ban> punish(IpAddress client) {
        IpAddress key = key(client);
        if (never.contains(key)) {
            return Optional.empty();
        }
        synchronized (lock) {
            long now = clock.millis();
            if (find(key, now) != null) {
                return Optional.empty();
            }
            offences.remove(key);
            int count = inARow(key, now) + 1;
            return Optional.of(begin(key, now, rules.durationOf(count), count));
        }
    }

    /**
     * Finds the ban of a client.
     *
     * @param client the client
     * @return the ban, empty if there is none or it has ended; it has at {@link Ban#until()}
     */
    public Optional<Ban> banned(IpAddress client) {
        return table.isEmpty() ? Optional.empty() : Optional.ofNullable(find(key(client), clock.millis()));
    }

    /**
     * Tells whether a client is banned.
     *
     * @param client the client
     * @return whether there is a ban that has not ended; it has at {@link Ban#until()}
     */
    public boolean isBanned(IpAddress client) {
        return banned(client).isPresent();
    }

    /**
     * Bans by hand, whatever the client did. The ban takes the place of one that the client has already.
     *
     * @param client the client
     * @param duration how long, one millisecond to {@link Ban#MAX_DURATION}
     * @return the ban
     * @throws IllegalArgumentException if the client is never banned, or the duration is out of its range
     */
    public Ban ban(IpAddress client, Duration duration) {
        IpAddress key = key(client);
        if (never.contains(key)) {
            throw new IllegalArgumentException(ClientPrefix.of(key, ipv6Prefix)
                    + " is never banned: expected a client without an address in ws-security.ban.never"
                    + " or ws-security.address.trustedProxies");
        }
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(Ban.MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    "ban of " + duration + ": expected " + Duration.ofMillis(1) + " to " + Ban.MAX_DURATION);
        }
        synchronized (lock) {
            long now = clock.millis();
            offences.remove(key);
            return begin(key, now, duration, inARow(key, now));
        }
    }

    /**
     * Ends a ban by hand, and forgets all that the client did.
     *
     * @param client the client
     * @return the ban, empty if there was none or it had ended
     */
    public Optional<Ban> unban(IpAddress client) {
        IpAddress key = key(client);
        synchronized (lock) {
            offences.remove(key);
            last.remove(key);
            Ban ban = find(key, clock.millis());
            if (ban != null) {
                table.remove(key);
            }
            return Optional.ofNullable(ban);
        }
    }

    /**
     * Lists the bans.
     *
     * @return those that have not ended, ordered by their end; a copy
     */
    public List<Ban> list() {
        synchronized (lock) {
            return table.list(clock.millis());
        }
    }

    /**
     * Takes away what has ended; to be called now and then, for until then it takes up room. No ban is given out twice,
     * and none that made room for another or was followed by the next of the same client.
     *
     * @return the bans that ended, ordered by their end
     */
    public List<Ban> expire() {
        synchronized (lock) {
            long now = clock.millis();
            offences.expire(now);
            last.removeWhile(ban -> now - DAY >= ban.until().toEpochMilli());
            return table.expire(now);
        }
    }

    /**
     * Puts bans of an earlier run in force again. Left out are those that have ended, those of clients that are now never
     * banned, and those of an IPv6 prefix of another length than now, which is not one client any more. A client that is
     * banned already keeps the ban that ends later.
     *
     * @param bans the bans, in any order
     */
    public void restore(Collection<Ban> bans) {
        synchronized (lock) {
            long now = clock.millis();
            for (Ban ban : bans) {
                Ban present = find(ban.client(), now);
                boolean known = present != null && !present.until().isBefore(ban.until());
                if (!ban.isOver(now) && !known && isClient(ban) && !never.contains(ban.client())) {
                    put(ban);
                }
            }
        }
    }

    private boolean isClient(Ban ban) {
        return ClientPrefix.of(ban.client(), ipv6Prefix).equals(new ClientPrefix(ban.client(), ban.prefix()));
    }

    /**
     * Reads a client.
     *
     * @param text an IPv4 or IPv6 address, or an IPv6 prefix of the length that clients are counted by
     * @return the client
     * @throws IllegalArgumentException if the text is something else
     */
    public IpAddress parse(String text) {
        ClientPrefix client = ClientPrefix.parse(text);
        if (text.indexOf('/') >= 0 && client.length() != ipv6Prefix) {
            throw new IllegalArgumentException("'" + text + "': expected " + ClientPrefix.of(client.first(), ipv6Prefix)
                    + ", as clients are counted, or an address alone");
        }
        return key(client.first());
    }

    private IpAddress key(IpAddress client) {
        return client.isIpv4() ? client : client.first(ipv6Prefix);
    }

    private @Nullable Ban find(IpAddress key, long now) {
        Ban ban = table.get(key);
        return ban == null || ban.isOver(now) ? null : ban;
    }

    private int inARow(IpAddress key, long now) {
        Ban before = last.get(key);
        return before == null || now - DAY >= before.until().toEpochMilli() ? 0 : before.count();
    }

    private Ban begin(IpAddress key, long now, Duration duration, int count) {
        int prefix = ClientPrefix.of(key, ipv6Prefix).length();
        Instant since = Instant.ofEpochMilli(now);
        Ban ban = new Ban(key, prefix, since, since.plusMillis(duration.toMillis()), count);
        put(ban);
        return ban;
    }

    private void put(Ban ban) {
        table.put(ban);
        last.put(ban.client(), ban);
    }

    @Override
    public String toString() {
        return rules.isAutomatic()
                ? "banned for " + rules.duration() + " at offence " + rules.threshold() + " in " + rules.window()
                : "banned by hand alone";
    }
}
