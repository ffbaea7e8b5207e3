package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityListener;
import io.github.jettyws.security.jetty.Protection;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.policy.Deadlines;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.Lifetimes;
import io.github.jettyws.security.policy.Policy;
import io.github.jettyws.security.policy.Revocations;
import io.github.jettyws.security.policy.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what the settings say, and logs it. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSecurity.class);

    private final Ticker ticker;
    private final Clock clock;
    private final DeadlineTimer timer;

    Assembly(Ticker ticker, Clock clock, DeadlineTimer timer) {
        this.ticker = ticker;
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * Puts everything together; the settings cannot be changed from then on.
     *
     * @param shared what holds for the whole server
     * @param all the policy of all paths that have none of their own
     * @param paths the others, by path
     * @param listeners who is told
     * @throws ConfigurationException if something in the settings cannot be understood; it has been logged
     */
    InForce assemble(
            SharedSettings shared,
            PolicySettings all,
            Map<String, PolicySettings> paths,
            List<SecurityListener> listeners) {
        Path base = Path.of(System.getProperty("jetty.base", "")).toAbsolutePath();
        AddressLists lists = new AddressLists(base);
        Credentials credentials = new Credentials(base, clock, ticker);
        Shapes shapes = new Shapes(base, ticker);
        List<String> errors = new ArrayList<>();
        // The placeholder lets the policies be read, so that one start names all that is wrong.
        SharedFactory.Shared rules = inForce(shared, () -> SharedFactory.shared(shared, base, clock), errors)
                .orElseGet(() -> SharedFactory.shared(new SharedSettings(), base, clock));
        PolicyFactory factory = new PolicyFactory(
                rules.clients(), lists, credentials, new TotalRate(rules.totalRate(), ticker), shapes, ticker);
        Optional<Policy> otherwise = inForce(all, () -> factory.policy(all), errors);
        Map<String, Policy> byPath = new LinkedHashMap<>();
        paths.forEach((path, settings) -> inForce(settings, () -> factory.policy(settings), errors)
                .ifPresent(policy -> byPath.put(path, policy)));
        if (!errors.isEmpty() || otherwise.isEmpty()) {
            errors.forEach(LOG::error);
            throw new ConfigurationException(errors);
        }
        logPlugins(all);
        paths.values().forEach(Assembly::logPlugins);
        Events events = new Events(listeners);
        Guard guard = new Guard(events, clock, ticker, rules.clients(), lifetimes(rules));
        return new InForce(
                events,
                guard,
                otherwise.get(),
                new Protection(guard, otherwise.get(), byPath),
                Stream.of(lists.fromFiles(), credentials.fromFiles(guard.revoker()::withdrawKeys), shapes.fromFiles())
                        .flatMap(List::stream)
                        .toList(),
                credentials.fromIssuers(),
                rules);
    }

    private static void logPlugins(PolicySettings settings) {
        List<String> plugins = settings.pluginsInForce();
        if (!plugins.isEmpty()) {
            LOG.info("{}: plugins in force: {}", settings, plugins);
        }
    }

    private Lifetimes lifetimes(SharedFactory.Shared rules) {
        Deadlines deadlines = new Deadlines(clock, timer, ticker);
        timer.begin(deadlines);
        Sessions sessions = new Sessions(clock, deadlines, rules.sessionRecheck(), timer, ticker);
        return new Lifetimes(
                clock,
                deadlines,
                sessions,
                new Revocations(clock),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** What cannot be understood is noted, a line for each. */
    private static <T> Optional<T> inForce(Settings settings, Supplier<T> factory, List<String> errors) {
        try {
            T made = factory.get();
            settings.setFixed(true);
            LOG.info("{}: {}", settings, settings.effective());
            return Optional.of(made);
        } catch (ConfigurationException e) {
            String.valueOf(e.getMessage()).lines().forEach(errors::add);
            return Optional.empty();
        }
    }
}
