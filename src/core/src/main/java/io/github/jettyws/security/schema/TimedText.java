package io.github.jettyws.security.schema;

/**
 * A text that an expression is held against. An expression that goes back and forth (CWE-1333) asks for characters all the
 * time, and that ends with the time there is.
 */
final class TimedText implements CharSequence {
    private final CharSequence text;
    private final TimeLimit limit;

    TimedText(CharSequence text, TimeLimit limit) {
        this.text = text;
        this.limit = limit;
    }

    @Override
    public char charAt(int index) {
        limit.step();
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new TimedText(text.subSequence(start, end), limit);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
