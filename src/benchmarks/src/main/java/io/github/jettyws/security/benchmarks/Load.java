package io.github.jettyws.security.benchmarks;

import java.io.IOException;

/** What servers are given to do. */
interface Load {
    /**
     * Asks a server as often as it answers, and leaves nothing for it to do afterwards.
     *
     * @param server the server
     * @param millis how long
     * @return how many times it answered
     * @throws IOException if an answer is not as expected
     */
    long put(ServerProcess server, long millis) throws IOException;

    /**
     * Measures a server while it alone is loaded.
     *
     * @param server the server
     * @param millis how long
     * @return what it did
     * @throws IOException if an answer is not as expected
     */
    default Turn on(ServerProcess server, long millis) throws IOException {
        ServerProcess.Usage before = server.usage();
        long begin = System.nanoTime();
        long count = put(server, millis);
        double seconds = (System.nanoTime() - begin) / 1e9;
        ServerProcess.Usage after = server.usage();
        double used = (after.processorNanos() - before.processorNanos()) / 1e3;
        double compiling = (after.compilerMillis() - before.compilerMillis()) / 1e3 / seconds;
        return new Turn(count, count / seconds, used / count, compiling);
    }
}
