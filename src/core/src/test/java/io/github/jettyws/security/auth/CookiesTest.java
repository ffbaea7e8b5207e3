package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CookiesTest {
    static Object[][] lines() {
        return new Object[][] {
            {List.of(), List.of()},
            {List.of(""), List.of()},
            {List.of(";;; ;"), List.of()},
            {List.of("id"), List.of()},
            {List.of("id=x"), List.of("x")},
            {List.of("id="), List.of("")},
            {List.of("id==x="), List.of("=x=")},
            {List.of("  id=x\t"), List.of("x")},
            {List.of("a=b; id=x; c=d"), List.of("x")},
            {List.of("a=b;id=x;c=d"), List.of("x")},
            {List.of("a=b", "id=x"), List.of("x")},
            {List.of("id=x; id=x", "id=x"), List.of("x")},
            {List.of("id=x; id=y"), List.of("x", "y")},
            {List.of("id=x", "id="), List.of("x", "")},
            {List.of("id=1; id=2; id=3", "id=4"), List.of("1", "2")},
            {List.of("Id=x; ID=x; idx=x; xid=x; i=d"), List.of()},
            // Only the octets of the grammar: no blank before the sign, none that is not a space or a tab.
            {List.of("id =x; \u00a0id=x"), List.of()},
            {List.of("id=\u00a0x y\u00a0"), List.of("\u00a0x y\u00a0")},
            // RFC 6265 knows no quotes around a pair, and no commas between pairs.
            {List.of("a=\"; id=x\""), List.of("x\"")},
            {List.of("a=b, id=x"), List.of()},
            {List.of("=id=x"), List.of()},
            {List.of("$Version=1; id=x; $Path=/"), List.of("x")},
        };
    }

    @ParameterizedTest
    @MethodSource("lines")
    void values_lines_asRfc6265CutsThem(List<String> lines, List<String> values) {
        assertEquals(values, Cookies.values(lines, "id"));
    }
}
