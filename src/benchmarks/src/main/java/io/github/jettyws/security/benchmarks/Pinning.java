package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.util.List;

/** Gives the servers a processor of their own, where Linux lets us: what they complete then is not the clients' doing. */
final class Pinning {
    private Pinning() {}

    /**
     * Moves this process away from the first processor.
     *
     * @return what to run a server by so that it stays there; empty if that cannot be done
     * @throws InterruptedException if the thread is interrupted
     */
    static List<String> pin() throws InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        String own = "1-" + (processors - 1);
        String process = Long.toString(ProcessHandle.current().pid());
        if (processors > 1 && succeeds("taskset", "--all-tasks", "--cpu-list", "--pid", own, process)) {
            return List.of("taskset", "--cpu-list", "0");
        }
        System.out.println("not pinned: servers and clients take the processors from each other");
        return List.of();
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
