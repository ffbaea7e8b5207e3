package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListElementsTest {
    /** Elements are told apart by bars here, whitespace is written as an underscore and a tab as a t. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "a; a",
                "a,b; b|a",
                "_a_,tb_t; b|a",
                "a_b,c; c|a_b",
                "''; ''",
                ",; |",
                "a,; |a",
                ",a; a|",
                "a,,b; b||a",
                "_,_; |",
                "\"a,b\",c; c|\"a,b\"",
                "a,\"b,c\"; \"b,c\"|a",
                "\",\"; \",\"",
                "a=\"\",b=\"\"; b=\"\"|a=\"\"",
                // Escaped quotes and backslashes.
                "a=\"x\\\",y\",b; b|a=\"x\\\",y\"",
                "a=\"x\\\\\",b; b|a=\"x\\\\\"",
                "a=\"x\\\\\\\",y\",b; b|a=\"x\\\\\\\",y\"",
                "a=\"\\\\\",b=\"\\\"\"; b=\"\\\"\"|a=\"\\\\\"",
                // What is left of the last elements does not change them.
                "\",b; b|\"",
                "a=\"x,b; b|a=\"x",
                "\\\",b; b|\\\"",
                "a=\"x\\,b; b|a=\"x\\",
                // A string that never opens takes the rest of the line.
                "a,b\"; a,b\"",
                "a,b\",c; c|a,b\""
            })
    void next_quotes_elementsFromTheRight(String line, String expected) {
        assertEquals(expected, text(all(true, line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {"a; a", "a,b; b|a", "''; ''", ",; |", ",a,; |a|", "\"a,b\",c; c|b\"|\"a"})
    void next_noQuotes_everyCommaSeparates(String line, String expected) {
        assertEquals(expected, text(all(false, line)));
    }

    @Test
    void next_severalLines_lastLineFirst() {
        assertEquals(List.of("e", "d", "", "c", "b", "a"), all(false, "a,b", "c", "", "d,e"));
        assertEquals(List.of("e", "d", "", "c", "b", "a"), all(true, "a,b", "c", "", "d,e"));
    }

    /** A string does not go on in the line before. */
    @Test
    void next_quoteOpenInOneLine_otherLinesAsTheyAre() {
        assertEquals(List.of("c\"", "b", "\"a"), all(true, "\"a,b", "c\""));
    }

    @Test
    void next_otherWhitespace_isPartOfTheElement() {
        assertEquals(List.of("\u00a0b\u2003", "\u000ba\f"), all(true, "\u000ba\f,\u00a0b\u2003"));
    }

    @Test
    void hasNext_noLine_false() {
        assertFalse(new ListElements(List.of(), true).hasNext());
    }

    private static List<String> all(boolean quotes, String... lines) {
        List<String> spaced = Arrays.stream(lines)
                .map(line -> line.replace('_', ' ').replace('t', '\t'))
                .toList();
        ListElements elements = new ListElements(spaced, quotes);
        List<String> all = new ArrayList<>();
        while (elements.hasNext()) {
            all.add(elements.next());
        }
        return all;
    }

    private static String text(List<String> elements) {
        return String.join("|", elements).replace(' ', '_').replace('\t', 't');
    }
}
