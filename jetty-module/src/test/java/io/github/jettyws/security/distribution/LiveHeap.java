package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is alive in another JVM, by the JDK's own tool. */
record LiveHeap(long pid) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** The bytes of all objects that are left after full collections. */
    long bytes() throws IOException {
        // Once to find what is weakly held, once more to be rid of what that has held.
        jcmd("GC.run");
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("no total in the histogram of " + pid);
        }
        return Long.parseLong(total.group(1));
    }

    private String jcmd(String command) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        Command done = Command.run(Build.TARGET, List.of(tool, String.valueOf(pid), command));
        if (!done.succeeded()) {
            throw new IOException(done.output());
        }
        return done.output();
    }
}
