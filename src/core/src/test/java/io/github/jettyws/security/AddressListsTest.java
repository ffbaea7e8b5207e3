package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressListsTest {
    @TempDir
    Path base;

    private final PolicySettings all = new PolicySettings("/", null);
    private final PolicySettings chat = new PolicySettings("/chat", all);
    private final List<String> errors = new ArrayList<>();
    private AddressLists lists;

    @BeforeEach
    void begin() throws IOException {
        lists = new AddressLists(base);
        Files.writeString(base.resolve("list.txt"), "198.51.100.0/24\n");
    }

    private AddressList blocked(PolicySettings settings) {
        return lists.list(
                new SettingsReader(settings, errors), Property.ADDRESS_BLOCKED, Property.ADDRESS_BLOCKED_FILE);
    }

    private AddressList allowed(PolicySettings settings) {
        return lists.list(
                new SettingsReader(settings, errors), Property.ADDRESS_ALLOWED, Property.ADDRESS_ALLOWED_FILE);
    }

    @Test
    void list_entriesAndFile_both() {
        all.setAddressBlocked("192.0.2.1, 2001:db8::/32");
        all.setAddressBlockedFile("list.txt");
        AddressList list = blocked(all);

        for (String listed : List.of("192.0.2.1", "2001:db8::1", "198.51.100.7")) {
            assertTrue(contains(list, listed), listed);
        }
        assertFalse(contains(list, "192.0.2.2"));
        assertEquals(List.of(), errors);
    }

    @Test
    void list_nothingSet_nothingIsListedOrWatched() {
        assertFalse(contains(blocked(all), "192.0.2.1"));
        assertEquals(List.of(), lists.fromFiles());
    }

    /** A list of a million entries is in memory once. */
    @Test
    void list_sameForPathsAndPurposes_isOne() {
        all.setAddressBlockedFile("list.txt");
        all.setAddressAllowedFile("list.txt");
        AddressList list = blocked(all);

        assertSame(list, blocked(chat));
        assertSame(list, allowed(all));
        assertEquals(1, lists.fromFiles().size());
        assertEquals(base.resolve("list.txt"), lists.fromFiles().get(0).file());
    }

    @Test
    void list_otherEntries_another() {
        all.setAddressBlockedFile("list.txt");
        chat.setAddressBlocked("192.0.2.1");

        assertNotSame(blocked(all), blocked(chat));
        assertTrue(contains(blocked(chat), "192.0.2.1"));
        assertTrue(contains(blocked(chat), "198.51.100.1"));
        assertFalse(contains(blocked(all), "192.0.2.1"));
        assertEquals(2, lists.fromFiles().size());
    }

    @Test
    void fromFiles_reload_changesTheListThatIsAsked() throws IOException {
        all.setAddressBlocked("192.0.2.1");
        all.setAddressBlockedFile("list.txt");
        AddressList list = blocked(all);
        WatchedFiles.Content content = lists.fromFiles().get(0);
        Files.writeString(base.resolve("list.txt"), "203.0.113.7\n");
        assertTrue(contains(list, "198.51.100.1"));
        content.reload();

        assertTrue(contains(list, "203.0.113.7"));
        assertTrue(contains(list, "192.0.2.1"));
        assertFalse(contains(list, "198.51.100.1"));
        assertEquals(list.toString(), content.toString());
    }

    @Test
    void fromFiles_reloadOfABrokenFile_keepsTheList() throws IOException {
        all.setAddressBlockedFile("list.txt");
        AddressList list = blocked(all);
        Files.writeString(base.resolve("list.txt"), "203.0.113.7\nnonsense\n");

        assertThrows(
                IllegalArgumentException.class, () -> lists.fromFiles().get(0).reload());
        assertTrue(contains(list, "198.51.100.1"));
        assertFalse(contains(list, "203.0.113.7"));
    }

    @Test
    void list_absoluteFile_isRead() {
        all.setAddressBlockedFile(base.resolve("list.txt").toString());

        assertTrue(contains(blocked(all), "198.51.100.1"));
    }

    @Test
    void list_entriesAndFileBroken_aLineEach() {
        all.setAddressBlocked("nobody");
        all.setAddressBlockedFile("missing.txt");
        blocked(all);

        assertEquals(2, errors.size());
        assertTrue(errors.get(0).startsWith("ws-security.address.blocked: 'nobody': "), errors.get(0));
        assertTrue(errors.get(1).startsWith("ws-security.address.blockedFile: 'missing.txt': "), errors.get(1));
        assertEquals(List.of(), lists.fromFiles());
    }

    private static boolean contains(AddressList list, String address) {
        return list.current().contains(IpAddress.parse(address).orElseThrow());
    }
}
