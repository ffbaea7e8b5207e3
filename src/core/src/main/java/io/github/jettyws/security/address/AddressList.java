package io.github.jettyws.security.address;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that were listed in the configuration, in a file, or in both. The file can be read anew while the server
 * runs. Thread-safe; readers never wait.
 */
public final class AddressList {
    private final AddressSet listed;
    private final @Nullable Path file;
    private volatile AddressSet current;

    private AddressList(AddressSet listed, @Nullable Path file) {
        this.listed = listed;
        this.file = file;
        current = listed;
    }

    /**
     * Makes a list without a file.
     *
     * @param listed the addresses
     * @return the list
     */
    public static AddressList of(AddressSet listed) {
        return new AddressList(listed, null);
    }

    /**
     * Makes a list with a file, and reads it.
     *
     * @param listed the addresses that are listed beside the file
     * @param file the file, see {@link AddressFile}
     * @return the list
     * @throws AddressFileException if the file cannot be read or understood
     */
    public static AddressList load(AddressSet listed, Path file) {
        AddressList list = new AddressList(listed, file);
        list.reload();
        return list;
    }

    /**
     * Reads the file anew, if there is one, and puts what it lists in the place of what it listed before, all at once.
     *
     * @throws AddressFileException if the file cannot be read or understood: the list stays what it was
     */
    public synchronized void reload() {
        if (file != null) {
            List<AddressRange> ranges = AddressFile.read(file);
            ranges.addAll(listed.ranges());
            current = new AddressSet(ranges);
        }
    }

    /**
     * Gives the addresses as they are listed now.
     *
     * @return the set; ask anew for each decision
     */
    public AddressSet current() {
        return current;
    }

    /**
     * Gives the file, which may have to be watched.
     *
     * @return the file, empty where there is none
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Tells how much is listed, and the file. */
    @Override
    public String toString() {
        return file == null ? current.toString() : current + " with " + file;
    }
}
