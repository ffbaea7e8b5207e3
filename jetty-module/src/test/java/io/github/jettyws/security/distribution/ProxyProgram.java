package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A proxy of other people, as Debian has it. It is run as a process of the tests, never as a service of the system. */
enum ProxyProgram {
    NGINX("nginx") {
        /** What stands around the part of the configuration that is of interest. */
        private static final String MAIN = """
                # Ignored where the tests do not run as root; where they do, the worker has to reach the socket of the server.
                user root;
                worker_processes 1;
                daemon off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path temp-body;
                    proxy_temp_path temp-proxy;
                    fastcgi_temp_path temp-fastcgi;
                    uwsgi_temp_path temp-uwsgi;
                    scgi_temp_path temp-scgi;
                    include site.conf;
                }
                """;

        @Override
        List<String> command(Path folder, String configuration) throws IOException {
            Files.writeString(folder.resolve("site.conf"), configuration);
            Files.writeString(folder.resolve("nginx.conf"), MAIN);
            return List.of(executable(), "-e", "stderr", "-p", folder.toString(), "-c", "nginx.conf");
        }
    },
    HAPROXY("haproxy") {
        @Override
        List<String> command(Path folder, String configuration) throws IOException {
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
            // In the foreground.
            return List.of(executable(), "-db", "-f", file.toString());
        }
    };

    private final String program;

    ProxyProgram(String program) {
        this.program = program;
    }

    /** The program that a configuration is for, by the name of the file. */
    static ProxyProgram of(String file) {
        return file.startsWith(NGINX.program) ? NGINX : HAPROXY;
    }

    /** Writes a configuration down, and gives the command that runs the program with it until it is told to end. */
    abstract List<String> command(Path folder, String configuration) throws IOException;

    /** Without {@code -Dproxies.required=true}, tests with a proxy that is not there are skipped. */
    String executable() {
        // Not everybody has the second folder in the path.
        for (String executable : new String[] {program, "/usr/sbin/" + program}) {
            if (runs(executable)) {
                return executable;
            }
        }
        String message = "these tests need " + program + " (Debian: " + program + ")";
        if (Build.PROXIES_REQUIRED) {
            throw new AssertionError(message);
        }
        assumeTrue(false, message);
        return program;
    }

    private static boolean runs(String executable) {
        try {
            return Command.run(Build.TARGET, List.of(executable, "-v")).succeeded();
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }
}
