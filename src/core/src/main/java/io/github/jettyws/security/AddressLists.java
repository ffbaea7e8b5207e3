package io.github.jettyws.security;

import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.AddressSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the lists of addresses of all policies: those that read the same have one list, and a file is read once. */
final class AddressLists {
    private final Path base;
    private final Map<String, AddressList> made = new TreeMap<>();

    /**
     * Makes lists.
     *
     * @param base what the names of files are relative to
     */
    AddressLists(Path base) {
        this.base = base;
    }

    /** Gives the list of two properties; an empty one where it cannot be read, and then the reader knows. */
    AddressList list(SettingsReader reader, Property entries, Property file) {
        AddressSet own = reader.read(entries, text -> AddressSet.parse(Values.list(text)), AddressSet.EMPTY);
        return reader.read(file, name -> list(reader.text(entries), own, name), AddressList.of(AddressSet.EMPTY));
    }

    private AddressList list(String entries, AddressSet own, String name) {
        // No value has a line break: that could neither be written in an ini file nor survive being stripped.
        String key = entries + "\n" + name;
        AddressList known = made.get(key);
        if (known == null) {
            known = name.isEmpty() ? AddressList.of(own) : AddressList.load(own, base.resolve(name));
            made.put(key, known);
        }
        return known;
    }

    /** Gives the lists that come from files. */
    List<WatchedFiles.Content> fromFiles() {
        return made.values().stream()
                .flatMap(list ->
                        list.file().<WatchedFiles.Content>map(file -> new ReadAgain(file, list::reload, list)).stream())
                .toList();
    }
}
