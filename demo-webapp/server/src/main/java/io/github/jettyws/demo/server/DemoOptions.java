package io.github.jettyws.demo.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the demo is made of. Paths are absolute.
 *
 * @param home an unpacked jetty-home
 * @param zip the zip of the module
 * @param war the chat
 * @param listener the jar of the example listener
 * @param base where the base is made
 * @param port where the server listens
 */
record DemoOptions(Path home, Path zip, Path war, Path listener, Path base, int port) {
    private static final List<String> PATHS = List.of("home", "zip", "war", "listener", "base");
    private static final String DEFAULT_PORT = "8080";

    /** Reads {@code --home=… --zip=… --war=… --listener=… --base=… [--port=8080]}. */
    static DemoOptions parse(String... args) throws DemoException {
        Map<String, String> values = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : "";
            if (!PATHS.contains(name) && !name.equals("port")) {
                throw new DemoException(
                        "unknown argument " + arg + "; expected --home= --zip= --war= --listener= --base= --port=");
            }
            values.put(name, arg.substring(equals + 1));
        }
        return new DemoOptions(
                path(values, "home"),
                path(values, "zip"),
                path(values, "war"),
                path(values, "listener"),
                path(values, "base"),
                port(values.getOrDefault("port", DEFAULT_PORT)));
    }

    /** Finds out now what would fail later with less to say. */
    void check() throws DemoException {
        require(home.resolve("start.jar"), "jetty-home");
        require(zip, "zip of the module");
        require(war, "war of the demo");
        require(listener, "jar of the example listener");
    }

    private static void require(Path file, String what) throws DemoException {
        if (!Files.isRegularFile(file)) {
            throw new DemoException("there is no " + what + " at " + file
                    + "; build everything from the top of the project: mvn package -Pdemo -DskipTests");
        }
    }

    private static Path path(Map<String, String> values, String name) throws DemoException {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new DemoException("--" + name + "= is missing");
        }
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static int port(String value) throws DemoException {
        if (value.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new DemoException("--port=" + value + ": expected a number from 1 to 65535");
    }
}
