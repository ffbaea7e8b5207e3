package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A client in another language, run as a process of its own. The scripts are in {@code src/test/clients}. */
enum ForeignClient {
    /** The package {@code ws} of Node. */
    NODE {
        @Override
        List<String> command() throws IOException {
            Path script = FOLDER.resolve("client.js");
            if (Files.notExists(FOLDER.resolve("node_modules/ws"))) {
                for (String file : new String[] {"client.js", "package.json", "package-lock.json"}) {
                    Files.createDirectories(FOLDER);
                    Files.copy(Build.CLIENTS.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
                require(succeeds("npm", "ci", "--no-audit", "--no-fund"), "node, and npm to install its package ws");
            }
            return List.of("node", script.toString());
        }
    },
    /** The package {@code websockets} of Python. */
    PYTHON {
        @Override
        List<String> command() throws IOException {
            Files.createDirectories(FOLDER);
            // The one of the distribution, where python3 is another one.
            for (String python : new String[] {"python3", "/usr/bin/python3"}) {
                if (succeeds(python, "-c", "import websockets")) {
                    return List.of(python, Build.CLIENTS.resolve("client.py").toString());
                }
            }
            require(false, "python3 with the package websockets (Debian: python3-websockets)");
            return List.of();
        }
    };

    private static final Path FOLDER = Build.TARGET.resolve("clients");

    abstract List<String> command() throws IOException;

    /** Connects, sends that many texts of that size, and gives what the client printed. */
    List<String> run(URI uri, String origin, String cookie, int size, int count) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(uri.toString(), origin, cookie, String.valueOf(size), String.valueOf(count)));
        return Command.run(FOLDER, command).output().lines().toList();
    }

    private static boolean succeeds(String... command) {
        try {
            return Command.run(FOLDER, List.of(command)).succeeded();
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    /** Without {@code -Dclients.required=true}, a client that is not there is skipped. */
    private static void require(boolean present, String what) {
        String message = "these tests need " + what;
        if (!present && Build.CLIENTS_REQUIRED) {
            throw new AssertionError(message);
        }
        assumeTrue(present, message);
    }
}
