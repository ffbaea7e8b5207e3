package io.github.jettyws.security.json;

import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of RFC 8259 as it stands there, with the rules of the gate: written from the ABNF, to hold the gate against. It
 * recognises, and is in no hurry.
 */
final class ReferenceJson {
    private static final class No extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final String text;
    private final JsonRules rules;
    private int at;

    private ReferenceJson(String text, JsonRules rules) {
        this.text = text;
        this.rules = rules;
    }

    static boolean accepts(String text, JsonRules rules) {
        ReferenceJson json = new ReferenceJson(text, rules);
        try {
            json.blank();
            json.value(0);
            json.blank();
            return json.at == text.length();
        } catch (No e) {
            return false;
        }
    }

    /** ws = *( %x20 / %x09 / %x0A / %x0D ). */
    private void blank() {
        while (is(" \t\n\r")) {
            at++;
        }
    }

    private boolean is(String any) {
        return at < text.length() && any.indexOf(text.charAt(at)) >= 0;
    }

    private void expect(String literal) {
        if (!text.startsWith(literal, at)) {
            throw new No();
        }
        at += literal.length();
    }

    private boolean skips(String any) {
        boolean there = is(any);
        at += there ? 1 : 0;
        return there;
    }

    private void value(int depth) {
        if (is("{[") && depth == rules.maxDepth()) {
            throw new No();
        }
        if (is("{")) {
            object(depth + 1);
        } else if (is("[")) {
            array(depth + 1);
        } else if (is("\"")) {
            string();
        } else if (is("-0123456789")) {
            number();
        } else {
            expect(is("t") ? "true" : is("f") ? "false" : "null");
        }
    }

    private void object(int depth) {
        List<String> names = new ArrayList<>();
        at++;
        blank();
        if (skips("}")) {
            return;
        }
        do {
            blank();
            String name = string();
            if (!rules.allowsDuplicateKeys() && names.contains(name)) {
                throw new No();
            }
            names.add(name);
            blank();
            expect(":");
            blank();
            value(depth);
            blank();
        } while (skips(","));
        expect("}");
    }

    private void array(int depth) {
        at++;
        blank();
        if (skips("]")) {
            return;
        }
        do {
            blank();
            value(depth);
            blank();
        } while (skips(","));
        expect("]");
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        expect("\"");
        while (!skips("\"")) {
            if (at == text.length() || text.charAt(at) < 0x20) {
                throw new No();
            }
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        if (string.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
            throw new No();
        }
        return string.toString();
    }

    private char escaped() {
        if (skips("u")) {
            int value = 0;
            for (int i = 0; i < 4; i++) {
                if (!is("0123456789abcdefABCDEF")) {
                    throw new No();
                }
                value = value * 16 + Character.digit(text.charAt(at++), 16);
            }
            return (char) value;
        }
        int which = at < text.length() ? "\"\\/bfnrt".indexOf(text.charAt(at)) : -1;
        if (which < 0) {
            throw new No();
        }
        at++;
        return "\"\\/\b\f\n\r\t".charAt(which);
    }

    /** number = [ minus ] int [ frac ] [ exp ]. */
    private void number() {
        int begin = at;
        skips("-");
        if (!skips("0")) {
            digits();
        }
        if (skips(".")) {
            digits();
        }
        int exponent = 0;
        if (skips("eE")) {
            skips("+-");
            exponent = digits();
        }
        if (at - begin > 100 || exponent > 3) {
            throw new No();
        }
    }

    private int digits() {
        int begin = at;
        while (is("0123456789")) {
            at++;
        }
        if (at == begin) {
            throw new No();
        }
        return at - begin;
    }
}
