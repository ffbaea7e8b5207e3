package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The matrix as a page of the documents: what the tests ran, and what came of it. */
final class MatrixTable {
    static final Path MADE = Build.TARGET.resolve("matrix.md");

    static final Path COMMITTED = Build.TARGET.resolveSibling("MATRIX.md");

    private static final String HEAD = """
            # Every way in

            What `MatrixIT` tried against a Jetty %s with all environments and all connectors below, one cell after the
            other. *Guarded* means all of this: a foreign origin was refused with 403 and a made-up session with 401,
            and neither got to the creator of the application; an accepted connection answered; a message one byte too
            large ended it with 1009 and one message too many with 1008, and the application saw neither; each of that
            was told to a listener in `lib/ext`. A dash is a combination that has nothing to try.

            The TLS, PROXY and Unix-domain columns are connectors of their own, next to that of HTTP/1.1 and h2c. Over
            HTTP/3 Jetty upgrades nothing: its handshaker for extended `CONNECT` asks for HTTP/2.

            """;

    private final Map<MatrixCell, String> results = new HashMap<>();

    void put(MatrixCell cell, String result) {
        results.put(cell, result);
    }

    void write() throws IOException {
        Files.writeString(MADE, text());
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted(jettyVersion()));
        StringBuilder line = new StringBuilder("|---|---|");
        text.append("| environment | endpoint |");
        for (MatrixWay way : MatrixWay.values()) {
            text.append(' ').append(way.title()).append(" |");
            line.append("---|");
        }
        text.append('\n').append(line).append('\n');
        for (MatrixEnvironment environment : MatrixEnvironment.values()) {
            for (MatrixKind kind : environment.kinds()) {
                row(text, environment, kind);
            }
        }
        return text.toString();
    }

    private void row(StringBuilder text, MatrixEnvironment environment, MatrixKind kind) {
        text.append("| ")
                .append(environment.lowerCase())
                .append(" | ")
                .append(kind.title())
                .append(" |");
        for (MatrixWay way : MatrixWay.values()) {
            String result = results.getOrDefault(new MatrixCell(environment, kind, way), "–");
            text.append(' ').append(result).append(" |");
        }
        text.append('\n');
    }

    private static String jettyVersion() {
        return Build.JETTY_HOME.getFileName().toString().replace("jetty-home-", "");
    }
}
