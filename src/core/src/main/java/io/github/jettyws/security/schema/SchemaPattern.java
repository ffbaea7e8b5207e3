package io.github.jettyws.security.schema;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An expression of a schema. JSON Schema takes them from ECMA-262, where {@code $} is the end and nothing else. In Java it is
 * also in front of a line break at the end, which would let that break through.
 */
final class SchemaPattern {
    private final Pattern pattern;

    private SchemaPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Understands an expression.
     *
     * @param expression the expression
     * @return the pattern
     * @throws SchemaException if Java does not understand it
     */
    static SchemaPattern parse(String expression) {
        try {
            return new SchemaPattern(Pattern.compile(withRealEnd(expression)));
        } catch (PatternSyntaxException e) {
            throw new SchemaException("expected a regular expression that Java understands", e);
        }
    }

    /** A dollar sign in a class, or after a backslash, stands for itself. */
    private static String withRealEnd(String expression) {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                java.append(c).append(expression.charAt(++i));
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            java.append(c == '$' && !inClass ? "\\z" : c);
        }
        return java.toString();
    }

    /**
     * Looks for a match, anywhere in the text.
     *
     * @throws TimeLimit.Late if there is no time left
     */
    boolean isIn(String text) {
        return pattern.matcher(new TimedText(text, TimeLimit.current())).find();
    }
}
