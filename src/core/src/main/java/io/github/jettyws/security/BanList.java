package io.github.jettyws.security;

import io.github.jettyws.security.address.Ban;
import io.github.jettyws.security.address.BanFile;
import io.github.jettyws.security.policy.ClientBans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that are banned, to be looked at and changed while the server runs. Once a second those whose ban has
 * ended are taken out, and the file of bans is written if anything has changed. Thread-safe once started.
 */
@ManagedObject("The clients that are banned")
public final class BanList extends ContainerLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(BanList.class);

    private final Scheduler scheduler = new ScheduledExecutorScheduler("ws-security-bans", true);
    private final Clock clock;
    private @Nullable Path file;
    private volatile @Nullable ClientBans clientBans;
    private List<Ban> written = List.of();
    private boolean broken;

    BanList(Clock clock) {
        this.clock = clock;
        installBean(scheduler);
    }

    /**
     * Begins with the bans of the file.
     *
     * @param starting where they are in force
     * @param keptIn the file, {@code null} where bans end with the server
     */
    void begin(ClientBans starting, @Nullable Path keptIn) {
        file = keptIn;
        written = List.of();
        broken = false;
        if (keptIn != null) {
            try {
                starting.bans()
                        .restore(BanFile.read(
                                keptIn,
                                clock.instant(),
                                (number, line) -> LOG.warn("{}, line {}: {} is no ban", keptIn, number, line)));
                written = starting.bans().list();
            } catch (IOException e) {
                LOG.warn("cannot read the bans of {}: {}", keptIn, e.toString());
            }
        }
        clientBans = starting;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        schedule();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        write();
    }

    private void schedule() {
        scheduler.schedule(this::sweep, 1, TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            ClientBans current = clientBans;
            if (current != null) {
                current.expire();
                write();
            }
        } catch (RuntimeException | Error failure) {
            LOG.error("cannot take care of the bans", failure);
        } finally {
            schedule();
        }
    }

    /** Says so once when it cannot be written, and goes on trying. */
    private synchronized void write() {
        ClientBans current = clientBans;
        Path target = file;
        if (current == null || target == null) {
            return;
        }
        List<Ban> bans = current.bans().list();
        if (bans.equals(written)) {
            return;
        }
        try {
            BanFile.write(target, bans);
            written = bans;
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                LOG.error("cannot write the bans to {}: {}", target, e.toString());
            }
            broken = true;
        }
    }

    /**
     * Lists the bans.
     *
     * @return a line for each: the client, since when, until when, and which in a row it is
     */
    @ManagedAttribute(value = "the clients that are banned", readonly = true)
    public List<String> getBans() {
        ClientBans current = clientBans;
        return current == null
                ? List.of()
                : current.bans().list().stream()
                        .map(ban -> ban.text() + " since " + ban.since() + " until " + ban.until() + " count "
                                + ban.count())
                        .toList();
    }

    /**
     * Bans a client, and closes its connections.
     *
     * @param client an IP address, or an IPv6 prefix of the length that clients are counted by
     * @param duration how long, such as {@code 10m}; one second to 8760h
     * @throws IllegalArgumentException if one of them is something else, or the client is never banned
     * @throws IllegalStateException if the server is not running
     */
    @ManagedOperation(value = "bans a client and closes its connections", impact = "ACTION")
    public void ban(@Name("client") String client, @Name("duration") String duration) {
        running().ban(client, duration(duration));
    }

    private static Duration duration(String text) {
        try {
            return Values.duration(text, Duration.ofSeconds(1), SharedFactory.LONGEST_BAN);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
        }
    }

    /**
     * Ends a ban.
     *
     * @param client an IP address, or an IPv6 prefix of the length that clients are counted by
     * @return whether there was one
     * @throws IllegalArgumentException if the text is something else
     * @throws IllegalStateException if the server is not running
     */
    @ManagedOperation(value = "ends a ban", impact = "ACTION")
    public boolean unban(@Name("client") String client) {
        return running().unban(client);
    }

    private ClientBans running() {
        ClientBans current = clientBans;
        if (current == null) {
            throw new IllegalStateException("nobody can be banned yet: expected a server that has started");
        }
        return current;
    }
}
