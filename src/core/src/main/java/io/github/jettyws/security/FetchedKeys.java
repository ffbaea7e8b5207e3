package io.github.jettyws.security;

import io.github.jettyws.security.auth.JwksCache;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that are fetched from their issuers, as long as the server runs.
 *
 * <p>The start waits for the first answers of all issuers, a few seconds at most, so that clients that are waiting for the
 * server are not refused. It goes on without them: an issuer that is down must not keep down a server that may have other
 * ways to connect, and that has to be there when the issuer comes back. Until then tokens of that issuer are refused.
 * Thread-safe once started.
 */
@ManagedObject("The keys that are fetched from their issuers")
public final class FetchedKeys extends ContainerLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);

    private final Clock clock;
    private final Duration patience;
    private volatile List<Issuer> issuers = List.of();
    private @Nullable Scheduler scheduler;

    /**
     * Fetches nothing yet.
     *
     * @param clock the time of day, for what is shown
     * @param patience how long the start waits at most
     */
    FetchedKeys(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Says what is fetched from the next start on, and closed at the stop.
     *
     * @param caches where the keys go
     */
    void fetch(List<JwksCache> caches) {
        issuers = caches.stream().map(Issuer::new).toList();
    }

    @Override
    protected void doStart() throws Exception {
        if (!issuers.isEmpty()) {
            Scheduler made = new ScheduledExecutorScheduler("ws-security-keys", true);
            addBean(made);
            scheduler = made;
        }
        super.doStart();
        if (scheduler != null) {
            List<CompletableFuture<Boolean>> first = new ArrayList<>();
            issuers.forEach(issuer -> first.add(issuer.cache.refreshIfDue()));
            await(CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)));
            schedule(scheduler);
        }
    }

    private void await(CompletableFuture<Void> answers) {
        try {
            answers.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not every issuer has sent its keys in {} ms", patience.toMillis());
        }
    }

    private void schedule(Scheduler running) {
        running.schedule(() -> sweep(running), 1, TimeUnit.SECONDS);
    }

    private void sweep(Scheduler running) {
        try {
            issuers.forEach(Issuer::refresh);
        } finally {
            schedule(running);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (scheduler != null) {
            removeBean(scheduler);
            scheduler = null;
        }
        issuers.forEach(issuer -> issuer.cache.close());
        issuers = List.of();
    }

    /**
     * Tells what became of each set of keys.
     *
     * @return a line for each: its keys, where they are from, and when they were fetched or why they could not be
     */
    @ManagedAttribute(
            value = "the keys of each issuer, and when they were fetched or why they could not be",
            readonly = true)
    public List<String> getKeys() {
        return issuers.stream()
                .map(issuer -> issuer.cache + ", " + issuer.state)
                .toList();
    }

    /** Fetches all keys again, within seconds unless they have just been fetched. */
    @ManagedOperation(value = "fetches all keys again, as soon as the interval allows", impact = "ACTION")
    public void refresh() {
        issuers.forEach(issuer -> issuer.cache.ask());
    }

    /** What is told of one set of keys: of failures in a row only the first. */
    private final class Issuer implements JwksCache.Listener {
        private final JwksCache cache;
        private volatile String state = "not fetched yet";
        private volatile boolean failing;

        Issuer(JwksCache cache) {
            this.cache = cache;
            cache.addListener(this);
        }

        private void refresh() {
            try {
                CompletableFuture<Boolean> unused = cache.refreshIfDue();
            } catch (RuntimeException | Error failure) {
                LOG.error("cannot take care of {}", cache, failure);
            }
        }

        /** As it is now: a log may be written later. */
        private String text() {
            return cache.toString();
        }

        @Override
        public void changed() {
            if (cache.isInForce()) {
                LOG.info("fetched {}", text());
            } else {
                LOG.error("keys have not been confirmed for too long, tokens are refused: {}", text());
            }
        }

        @Override
        public void fetched() {
            state = "fetched at " + clock.instant();
            if (failing) {
                LOG.info("the issuer answers again: {}", text());
            }
            failing = false;
        }

        @Override
        public void failed(String why) {
            state = "not fetched at " + clock.instant() + ": " + why;
            if (failing || !isRunning()) {
                LOG.debug("cannot fetch keys: {}: {}", why, text());
            } else {
                LOG.warn(
                        "cannot fetch keys: {}; {}: {}",
                        why,
                        cache.isInForce()
                                ? "those that are there stay in force"
                                : "tokens are refused until they are there",
                        text());
            }
            failing = true;
        }
    }
}
