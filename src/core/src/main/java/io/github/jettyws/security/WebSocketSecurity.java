package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.event.AuditLog;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.SecurityListener;
import io.github.jettyws.security.fetch.HttpJwksSource;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.jetty.PendingConnections;
import io.github.jettyws.security.jetty.QueryTokens;
import io.github.jettyws.security.jetty.SecurityGate;
import io.github.jettyws.security.message.MessageCheck;
import io.github.jettyws.security.policy.Guard;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of one server: holds the policies, puts them in force when the server starts, and owns what they need.
 *
 * <p>In an embedded server:
 *
 * <pre>{@code
 * WebSocketSecurity security = new WebSocketSecurity();
 * security.getPolicy().setOriginAllowed("https://app.example.com");
 * security.install(server);
 * }</pre>
 *
 * <p>It is configured by one thread before the server starts. The counters may be read by any thread at any time.
 */
@ManagedObject("The guard of all WebSocket endpoints of the server")
public class WebSocketSecurity extends ContainerLifeCycle {
    /** The path of the policy of all paths that have none of their own. */
    static final String ALL_PATHS = "/";

    /** How long the clients have, all together, to take their close frames when the server stops. */
    private static final long CLOSE_SECONDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSecurity.class);

    private final SharedSettings shared = new SharedSettings();
    private final PolicySettings policy = new PolicySettings(ALL_PATHS, null);
    private final Map<String, PolicySettings> paths = new LinkedHashMap<>();
    private final List<SecurityListener> listeners = new ArrayList<>(List.of(new AuditLog()));
    private final SecurityGate gate = new SecurityGate();
    private final Ticker ticker;
    private final Clock clock;
    private final WatchedFiles files;
    private final FetchedKeys keys;
    private final BanList bans;
    private final RevocationList revocations = new RevocationList();
    private final DeadlineTimer timer = new DeadlineTimer();
    private Runnable noPendingLimit = () -> {};
    private Runnable noQueryTokens = () -> {};
    private boolean servicesLoaded;
    private volatile @Nullable Events events;
    private volatile @Nullable Guard guard;

    /** Makes a guard that allows what the defaults allow. */
    public WebSocketSecurity() {
        this(Ticker.systemTicker(), Clock.systemUTC());
    }

    WebSocketSecurity(Ticker ticker, Clock clock) {
        this.ticker = ticker;
        this.clock = clock;
        this.files = new WatchedFiles(clock);
        this.keys = new FetchedKeys(clock, HttpJwksSource.TIMEOUT);
        this.bans = new BanList(clock);
        installBean(shared);
        installBean(policy);
        installBean(files);
        installBean(keys);
        installBean(bans);
        installBean(revocations);
        installBean(timer);
    }

    /**
     * Gives what holds for the whole server, whichever policy decides.
     *
     * @return the settings, to be changed before the server starts
     */
    public SharedSettings getShared() {
        return shared;
    }

    /**
     * Gives the clients that are banned.
     *
     * @return the list, which works while the server runs
     */
    public BanList getBans() {
        return bans;
    }

    /**
     * Gives what was revoked.
     *
     * @return the list, which works while the server runs
     */
    public RevocationList getRevocations() {
        return revocations;
    }

    /**
     * Gives the files that are read again when they change.
     *
     * @return the files, which are known while the server runs
     */
    public WatchedFiles getFiles() {
        return files;
    }

    /**
     * Gives the keys that are fetched from their issuers.
     *
     * @return the keys, which are known while the server runs
     */
    public FetchedKeys getKeys() {
        return keys;
    }

    /**
     * Gives the policy of all paths that have none of their own.
     *
     * @return the settings, to be changed before the server starts
     */
    public PolicySettings getPolicy() {
        return policy;
    }

    /**
     * Adds a policy for a path. What it does not set is inherited from {@link #getPolicy()}.
     *
     * @param path a path specification as of {@link PathSpec#from(String)}, context path included: {@code /chat/*}
     * @return the settings, to be changed before the server starts
     * @throws IllegalArgumentException if the path is no path specification, or has a policy
     */
    public PolicySettings addPolicy(String path) {
        PathSpec spec = PathSpec.from(path);
        PolicySettings settings = new PolicySettings(path, policy);
        if (path.equals(ALL_PATHS) || paths.putIfAbsent(spec.getDeclaration(), settings) != null) {
            throw new IllegalArgumentException("'" + path + "': expected a path that has no policy yet");
        }
        addBean(settings);
        return settings;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told everything that happens from the next start on
     */
    public void addListener(SecurityListener listener) {
        listeners.add(listener);
    }

    /**
     * Adds a check that is asked for every path, see {@link PolicySettings#addCheck(HandshakeCheck)}.
     *
     * @param check the check
     */
    public void addCheck(HandshakeCheck check) {
        policy.addCheck(check);
    }

    /**
     * Adds a check that answers later, for every path, see {@link PolicySettings#addAsyncCheck(AsyncHandshakeCheck)}.
     *
     * @param check the check
     */
    public void addAsyncCheck(AsyncHandshakeCheck check) {
        policy.addAsyncCheck(check);
    }

    /**
     * Adds a scheme that every policy may name, see {@link PolicySettings#addAuthenticator(Authenticator)}.
     *
     * @param scheme the scheme
     */
    public void addAuthenticator(Authenticator scheme) {
        policy.addAuthenticator(scheme);
    }

    /**
     * Adds a scheme that answers later, see {@link PolicySettings#addAsyncAuthenticator(AsyncAuthenticator)}.
     *
     * @param scheme the scheme
     */
    public void addAsyncAuthenticator(AsyncAuthenticator scheme) {
        policy.addAsyncAuthenticator(scheme);
    }

    /**
     * Adds a check of whole messages that is asked for every path, see
     * {@link PolicySettings#addMessageCheck(MessageCheck)}.
     *
     * @param check the check
     */
    public void addMessageCheck(MessageCheck check) {
        policy.addMessageCheck(check);
    }

    /**
     * Guards a server, from its next start on. To be called once.
     *
     * @param server the server
     */
    public void install(Server server) {
        server.addBean(this);
        server.addEventListener(new ServerListener(server));
        ServerChecks.webSocketHooks(gate).ifPresent(server::addEventListener);
    }

    private void serverStarting(Server server) {
        ServerChecks.warn(Server.getVersion(), System.getProperty("jetty.base"));
        if (!servicesLoaded) {
            services(HandshakeCheck.class).forEach(policy::addCheck);
            services(AsyncHandshakeCheck.class).forEach(policy::addAsyncCheck);
            services(Authenticator.class).forEach(policy::addAuthenticator);
            services(AsyncAuthenticator.class).forEach(policy::addAsyncAuthenticator);
            services(MessageCheck.class).forEach(policy::addMessageCheck);
            listeners.addAll(services(SecurityListener.class));
            servicesLoaded = true;
        }
        InForce starting = new Assembly(ticker, clock, timer).assemble(shared, policy, paths, listeners);
        ServerChecks.warnOfForwarded(server, shared);
        gate.setProtection(starting.protection());
        files.watch(starting.files(), starting.shared().closeOpen() ? starting.guard()::closeBlocked : () -> {});
        keys.fetch(starting.issuers());
        bans.begin(starting.guard().clientBans(), starting.shared().banFile().orElse(null));
        revocations.begin(starting.guard());
        int pending = starting.shared().pendingPerAddress();
        noPendingLimit = pending == 0
                ? () -> {}
                : PendingConnections.install(server, starting.guard(), pending, starting.isEnforced());
        noQueryTokens = QueryTokens.install(server, starting.protection());
        if (server.getHandler() != gate) {
            // At the last moment, when every other handler is in place: the gate is the outermost.
            server.insertHandler(gate);
        }
        starting.events().start();
        events = starting.events();
        guard = starting.guard();
    }

    private static <T> List<T> services(Class<T> type) {
        return ServiceLoader.load(type, type.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private void serverStopping() {
        gate.setProtection(null);
        Guard current = guard;
        if (current != null) {
            await(current.goAway());
        }
    }

    /** A close frame that is queued when the connectors stop is lost; a client that does not read does not hold up the stop. */
    private static void await(CompletableFuture<Void> closeFrames) {
        try {
            closeFrames.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not every client could be told that the server goes away", e);
        }
    }

    private void serverStopped() {
        Guard ending = guard;
        if (ending != null) {
            ending.end();
        }
        Events stopping = events;
        if (stopping != null) {
            stopping.stop();
        }
        noPendingLimit.run();
        noQueryTokens.run();
        shared.setFixed(false);
        policy.setFixed(false);
        paths.values().forEach(settings -> settings.setFixed(false));
    }

    /**
     * Tells how many connections are open.
     *
     * @return the number
     */
    @ManagedAttribute(value = "open connections", readonly = true)
    public int getConnections() {
        Guard current = guard;
        return current == null ? 0 : current.connections();
    }

    /**
     * Tells how many connections were opened since the last start.
     *
     * @return the count
     */
    @ManagedAttribute(value = "connections opened since the start", readonly = true)
    public long getAccepted() {
        return count(SecurityEvent.Type.ACCEPTED);
    }

    /**
     * Tells how many handshakes were refused since the last start, or would have been in mode {@code report}.
     *
     * @return the count
     */
    @ManagedAttribute(value = "handshakes refused since the start", readonly = true)
    public long getRefused() {
        return count(SecurityEvent.Type.REFUSED);
    }

    /**
     * Tells how many messages broke a limit since the last start.
     *
     * @return the count
     */
    @ManagedAttribute(value = "limits broken by messages since the start", readonly = true)
    public long getViolated() {
        return count(SecurityEvent.Type.VIOLATED);
    }

    /**
     * Tells how many connections ended since the last start.
     *
     * @return the count
     */
    @ManagedAttribute(value = "connections ended since the start", readonly = true)
    public long getClosed() {
        return count(SecurityEvent.Type.CLOSED);
    }

    private long count(SecurityEvent.Type type) {
        Events current = events;
        return current == null ? 0 : current.counters().of(type);
    }

    /**
     * Tells how often each reason was given since the last start.
     *
     * @return the counts by the name of the reason
     */
    @ManagedAttribute(value = "refusals and violations since the start, by reason", readonly = true)
    public Map<String, Long> getReasons() {
        Map<String, Long> counts = new TreeMap<>();
        Events current = events;
        if (current != null) {
            current.counters().byReason().forEach((reason, count) -> counts.put(reason.name(), count));
        }
        return counts;
    }

    /**
     * Tells how many events were dropped since the last start, because a listener was too slow for its queue.
     *
     * @return the count, over all listeners
     */
    @ManagedAttribute(value = "events dropped since the start because a listener was too slow", readonly = true)
    public long getDroppedEvents() {
        Events current = events;
        return current == null ? 0 : current.dropped();
    }

    /** The server's own start and stop: before its first bean starts, after its last one has stopped. */
    private final class ServerListener implements LifeCycle.Listener {
        private final Server server;

        ServerListener(Server server) {
            this.server = server;
        }

        @Override
        public void lifeCycleStarting(LifeCycle event) {
            serverStarting(server);
        }

        @Override
        public void lifeCycleStopping(LifeCycle event) {
            serverStopping();
        }

        @Override
        public void lifeCycleStopped(LifeCycle event) {
            serverStopped();
        }

        @Override
        public void lifeCycleFailure(LifeCycle event, Throwable cause) {
            serverStopped();
        }
    }
}
