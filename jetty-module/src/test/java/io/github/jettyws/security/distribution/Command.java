package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that ended by itself.
 *
 * @param exit its exit code
 * @param output what it wrote, errors included
 */
record Command(int exit, String output) {
    private static final int TIMEOUT_SECONDS = 50;

    boolean succeeded() {
        return exit == 0;
    }

    /** Runs a command; one that does not end in time is ended. */
    static Command run(Path directory, List<String> line) throws IOException {
        Path output = Files.createTempFile(directory, "command-", ".log");
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("still running: " + line + "\n" + Files.readString(output));
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Command(process.exitValue(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
