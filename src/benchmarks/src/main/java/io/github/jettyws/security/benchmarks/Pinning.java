package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Gives the servers a processor of their own, where the system lets us: what they complete in a second then depends on
 * nothing but the processor time that they need.
 */
final class Pinning {
    private Pinning() {}

    /**
     * Moves the servers to the first processor and this process to the others.
     *
     * @param servers the processes of the servers
     * @return whether all have moved
     * @throws InterruptedException if the thread is interrupted
     */
    static boolean pin(List<Long> servers) throws InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        boolean pinned = processors > 1 && move(ProcessHandle.current().pid(), "1-" + (processors - 1));
        for (long server : servers) {
            pinned = pinned && move(server, "0");
        }
        return pinned;
    }

    private static boolean move(long process, String processors) throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "taskset", "--all-tasks", "--cpu-list", "--pid", processors, Long.toString(process))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
