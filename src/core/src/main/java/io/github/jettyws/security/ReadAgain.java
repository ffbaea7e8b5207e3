package io.github.jettyws.security;

import java.nio.file.Path;

/**
 * A file that something was made of.
 *
 * @param file the file
 * @param action reads it again, and puts what it says in force
 * @param made what was made of it, for the log
 */
record ReadAgain(Path file, Runnable action, Object made) implements WatchedFiles.Content {
    @Override
    public void reload() {
        action.run();
    }

    @Override
    public String toString() {
        return made.toString();
    }
}
