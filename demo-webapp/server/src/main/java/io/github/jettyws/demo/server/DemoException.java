package io.github.jettyws.demo.server;

/** Why there is no demo, in one line for whoever started it. */
final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String line;

    DemoException(String line) {
        super(line);
        this.line = line;
    }

    String line() {
        return line;
    }
}
