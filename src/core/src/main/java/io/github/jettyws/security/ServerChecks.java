package io.github.jettyws.security;

import io.github.jettyws.security.jetty.ContextListener;
import io.github.jettyws.security.jetty.ForwardedModule;
import io.github.jettyws.security.jetty.SecurityGate;
import io.github.jettyws.security.limit.MessageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EventListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is looked at once at start and does not stop it: the version of the server, properties that nobody knows, and
 * forwarded headers that anyone can write.
 */
final class ServerChecks {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSecurity.class);

    /** The first one without CVE-2026-19204, an unknown opcode with a huge length. */
    private static final int[] FLOOR = {12, 1, 12};

    private static final Pattern SET = Pattern.compile("(?:-D)?(ws-security\\.[^=\\s+?]+)\\s*[+?]?=.*");

    private ServerChecks() {}

    /**
     * Gives what has to listen to the server so that contexts are guarded. A base without a WebSocket module lacks the
     * classes that this needs, and has nothing to guard.
     */
    static Optional<EventListener> webSocketHooks(SecurityGate gate) {
        try {
            Class.forName(
                    "org.eclipse.jetty.websocket.core.server.WebSocketMappings",
                    false,
                    ServerChecks.class.getClassLoader());
            return Optional.of(new ContextListener(gate));
        } catch (ClassNotFoundException e) {
            LOG.warn("no WebSocket module is enabled: there is nothing to guard");
            return Optional.empty();
        }
    }

    static void warn(String version, @Nullable String base) {
        if (isOlder(version)) {
            LOG.warn("Jetty {} has CVE-2026-19204: expected 12.1.12 or newer", version);
        }
        Set<String> known = Arrays.stream(Property.values()).map(Property::key).collect(Collectors.toSet());
        for (String key : given(base)) {
            if (!known.contains(key)) {
                String nearest = Property.nearest(key)
                        .map(property -> ", did you mean " + property.key() + "?")
                        .orElse("");
                LOG.warn("{}: unknown property{}", key, nearest);
            }
        }
    }

    /** The guard itself goes by the socket: it is the applications that are told whatever a client likes. */
    static void warnOfForwarded(Server server, SharedSettings shared) {
        String proxies = Property.ADDRESS_TRUSTED_PROXIES.key();
        if (shared.get(Property.ADDRESS_TRUSTED_PROXIES).isEmpty() && ForwardedModule.isEnabled(server)) {
            LOG.warn(
                    "the module forwarded is enabled and {} is empty, so that anyone can write the client address that"
                            + " applications see: expected the module disabled, or the proxies in {} and no way past them",
                    proxies,
                    proxies);
        }
    }

    /**
     * Jetty's parser reserves what the header of a frame announces, as soon as the first byte of it comes: more than a
     * message may have is reserved for nothing. A message may be somewhat longer on the wire than it becomes; and what the
     * default lets everybody reserve is no news.
     */
    static void warnOfFrames(PolicySettings settings, MessageLimits limits) {
        long longest = Math.max(limits.maxTextMessageSize(), limits.maxBinaryMessageSize());
        long most = Math.max(2 * longest, Long.parseLong(Property.LIMITS_MAX_FRAME_SIZE.defaultValue()));
        if (limits.maxFrameSize() > most) {
            LOG.warn(
                    "{}: {}={} lets each client have so many bytes reserved, and no message may be longer than {}:"
                            + " expected {} at most",
                    settings,
                    Property.LIMITS_MAX_FRAME_SIZE.key(),
                    limits.maxFrameSize(),
                    longest,
                    most);
        }
    }

    static boolean isOlder(String version) {
        Matcher numbers =
                Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*").matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        for (int i = 0; i < FLOOR.length; i++) {
            int number = Integer.parseInt(numbers.group(i + 1));
            if (number != FLOOR[i]) {
                return number < FLOOR[i];
            }
        }
        return false;
    }

    /**
     * Collects the names of our properties that were given. Jetty's XML sees only those it asks for, so they are looked
     * up where an operator writes them: the ini files of the base, the command line, the system properties.
     */
    private static Set<String> given(@Nullable String base) {
        Set<String> keys = new TreeSet<>(System.getProperties().stringPropertyNames());
        keys.removeIf(key -> !key.startsWith(Property.PREFIX));
        List<String> arguments =
                ProcessHandle.current().info().arguments().map(Arrays::asList).orElse(List.of());
        collect(arguments.stream(), keys);
        if (base != null) {
            for (Path ini : iniFiles(Path.of(base))) {
                try (Stream<String> lines = Files.lines(ini)) {
                    collect(lines, keys);
                } catch (IOException | RuntimeException e) {
                    LOG.debug("cannot read {}", ini, e);
                }
            }
        }
        return keys;
    }

    private static void collect(Stream<String> lines, Set<String> keys) {
        lines.map(String::strip)
                .map(SET::matcher)
                .filter(Matcher::matches)
                .forEach(matcher -> keys.add(matcher.group(1)));
    }

    private static List<Path> iniFiles(Path base) {
        List<Path> files = new ArrayList<>(List.of(base.resolve("start.ini")));
        try (Stream<Path> directory = Files.list(base.resolve("start.d"))) {
            directory.filter(file -> file.toString().endsWith(".ini")).sorted().forEach(files::add);
        } catch (IOException e) {
            LOG.debug("no start.d in {}", base, e);
        }
        files.removeIf(file -> !Files.isReadable(file));
        return files;
    }
}
