package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressListTest {
    private static final AddressSet LISTED = AddressSet.parse(List.of("10.0.0.0/8", "2001:db8::/32"));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        file = Files.writeString(directory.resolve("list"), "192.0.2.1\n10.1.0.0/16\n");
    }

    @Test
    void of_listed_theSameSetForGood() {
        AddressList list = AddressList.of(LISTED);

        assertSame(LISTED, list.current());
        list.reload();
        assertSame(LISTED, list.current());
        assertEquals(Optional.empty(), list.file());
        assertEquals("2 ranges", list.toString());
    }

    @Test
    void load_file_both() {
        AddressList list = AddressList.load(LISTED, file);

        assertTrue(contains(list, "192.0.2.1"));
        assertTrue(contains(list, "10.2.0.0"));
        assertTrue(contains(list, "2001:db8::1"));
        assertFalse(contains(list, "192.0.2.2"));
        assertEquals(Optional.of(file), list.file());
        assertEquals("3 ranges with " + file, list.toString());
    }

    @Test
    void load_brokenOrNoFile_throws() throws IOException {
        Files.writeString(file, "192.0.2.1\nx\n");
        assertThrows(AddressFileException.class, () -> AddressList.load(LISTED, file));

        Files.delete(file);
        assertThrows(AddressFileException.class, () -> AddressList.load(LISTED, file));
    }

    @Test
    void reload_otherFile_takesThePlace() throws IOException {
        AddressList list = AddressList.load(LISTED, file);
        AddressSet before = list.current();
        Files.writeString(file, "192.0.2.2\n");
        assertSame(before, list.current());

        list.reload();

        assertFalse(contains(list, "192.0.2.1"));
        assertTrue(contains(list, "192.0.2.2"));
        assertTrue(contains(list, "10.1.0.0"));
        // Whoever holds the set of before is in the middle of a decision: it does not change.
        assertTrue(before.contains(IpAddress.parse("192.0.2.1").orElseThrow()));
    }

    @Test
    void reload_brokenOrNoFile_lastGoodOneStays() throws IOException {
        AddressList list = AddressList.load(AddressSet.EMPTY, file);
        AddressSet before = list.current();

        Files.writeString(file, "192.0.2.2\nx\n");
        assertThrows(AddressFileException.class, list::reload);
        assertSame(before, list.current());

        Files.delete(file);
        assertThrows(AddressFileException.class, list::reload);
        assertSame(before, list.current());

        Files.writeString(file, "192.0.2.2\n");
        list.reload();
        assertTrue(contains(list, "192.0.2.2"));
    }

    @Test
    void reload_emptyFile_listedAlone() throws IOException {
        AddressList list = AddressList.load(LISTED, file);
        Files.writeString(file, "");

        list.reload();

        assertEquals(LISTED.ranges(), list.current().ranges());
    }

    private static boolean contains(AddressList list, String address) {
        return list.current().contains(IpAddress.parse(address).orElseThrow());
    }
}
