package io.github.jettyws.security;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.eclipse.jetty.util.Scanner;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that the guard reads, and reads again when they change: their folders are looked at once a second. What
 * cannot be read leaves what was read last in force. Thread-safe once started.
 */
@ManagedObject("The files that the guard reads again when they change")
public final class WatchedFiles extends ContainerLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
    private static final int INTERVAL_SECONDS = 1;

    /** Something that was made of a file. */
    interface Content {
        /** Gives the file. */
        Path file();

        /**
         * Reads the file, and puts what it says in force all at once.
         *
         * @throws IllegalArgumentException if it cannot be read or understood; then nothing has changed
         */
        void reload();
    }

    /**
     * A content, and the path that the scanner knows its file by: it is asked for at the start, since the folder may vanish
     * with the file.
     */
    private record Watched(Path real, Content content) {}

    private final Clock clock;
    private final Map<String, String> states = new ConcurrentSkipListMap<>();
    private List<Content> contents = List.of();
    private Runnable afterwards = () -> {};
    private @Nullable Scanner scanner;

    WatchedFiles(Clock clock) {
        this.clock = clock;
    }

    /**
     * Says what is watched from the next start on.
     *
     * @param contents what has just been read
     * @param afterwards is run whenever something has been read again
     */
    void watch(List<Content> contents, Runnable afterwards) {
        this.contents = List.copyOf(contents);
        this.afterwards = afterwards;
        states.clear();
        contents.forEach(content -> states.put(content.file().toString(), "read at " + clock.instant()));
    }

    @Override
    protected void doStart() throws Exception {
        if (!contents.isEmpty()) {
            Scanner made = new Scanner(null, false);
            List<Watched> watched = new ArrayList<>();
            for (Content content : contents) {
                Path file = real(content.file());
                watched.add(new Watched(file, content));
                made.addDirectory(file.getParent()).include(file::equals);
            }
            made.setScanInterval(INTERVAL_SECONDS);
            made.setScanDepth(1);
            made.setReportDirs(false);
            made.setReportExistingFilesOnStartup(false);
            made.addListener(new Scanner.BulkListener() {
                @Override
                public void pathsChanged(Map<Path, Scanner.Notification> changes) {
                    changed(watched, changes.keySet());
                }
            });
            addBean(made);
            scanner = made;
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (scanner != null) {
            removeBean(scanner);
            scanner = null;
        }
    }

    private void changed(List<Watched> watched, Set<Path> files) {
        for (Watched one : watched) {
            if (files.contains(one.real)) {
                reload(one.content);
            }
        }
    }

    /** A scanner knows folders by their real path; the file itself may be a link, whose target changes. */
    private static Path real(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "expected a file in a folder");
        return folder.toRealPath().resolve(Objects.requireNonNull(file.getFileName(), "expected a file"));
    }

    private synchronized void reload(Content content) {
        String file = content.file().toString();
        try {
            content.reload();
            states.put(file, "read at " + clock.instant());
            LOG.info("read again: {}", content);
            afterwards.run();
        } catch (RuntimeException e) {
            states.put(
                    file, "not read at " + clock.instant() + ", what was read before is in force: " + e.getMessage());
            LOG.error("what was read before stays in force: {}", e.getMessage());
        }
    }

    /**
     * Tells what became of each file.
     *
     * @return when it was read, or why it could not be, by its path
     */
    @ManagedAttribute(value = "when each file was read, or why it could not be", readonly = true)
    public Map<String, String> getFiles() {
        return new TreeMap<>(states);
    }

    /**
     * Reads a file again now.
     *
     * @param file its path, as {@link #getFiles()} has it
     * @return what became of it
     * @throws IllegalArgumentException if there is no such file
     */
    @ManagedOperation(value = "reads a file again now", impact = "ACTION")
    public String reload(@Name("file") String file) {
        List<Content> found = contents.stream()
                .filter(content -> content.file().toString().equals(file))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("'" + file + "': expected one of " + states.keySet());
        }
        found.forEach(this::reload);
        return String.valueOf(states.get(file));
    }

    /**
     * Reads all files again now.
     *
     * @return what became of each
     */
    @ManagedOperation(value = "reads all files again now", impact = "ACTION")
    public Map<String, String> reloadAll() {
        contents.forEach(this::reload);
        return getFiles();
    }
}
