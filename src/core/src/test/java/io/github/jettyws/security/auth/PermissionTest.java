package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {
    @Test
    void permits_nothingIsNeeded_everybody() {
        assertTrue(Permission.ALL.permits(identity("ann", Set.of())));
    }

    /** Roles and users of the permission, then name and roles of the identity; blanks set names apart. */
    @ParameterizedTest
    @CsvSource({
        "admin ops, '',  ann, ops,       true",
        "admin ops, '',  ann, admin dev, true",
        "admin ops, '',  ann, dev,       false",
        "admin ops, '',  ann, '',        false",
        "admin,     '',  ann, Admin,     false",
        "admin,     '',  admin, '',      false",
        "'', ann bob,    bob, '',        true",
        "'', ann bob,    eve, ann,       false",
        "'', ann bob,    Ann, '',        false",
        "admin, ann,     ann, admin,     true",
        "admin, ann,     ann, dev,       false",
        "admin, ann,     bob, admin,     false"
    })
    void permits_rolesAndUsers_bothAreNeeded(String roles, String users, String name, String held, boolean permitted) {
        Permission permission = new Permission(set(roles), set(users));

        assertEquals(permitted, permission.permits(identity(name, set(held))));
    }

    private static Identity identity(String name, Set<String> roles) {
        return new Identity(name, roles, "jwt", Map.of(), Optional.empty(), Optional.empty());
    }

    private static Set<String> set(String names) {
        return Arrays.stream(names.split(" ")).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    }
}
