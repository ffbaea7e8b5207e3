package io.github.jettyws.testapp;

import java.util.function.Consumer;

/** Sends much to a client that asks for it ({@code pour N}), and waits for nothing. */
public final class Pour {
    private static final String COMMAND = "pour ";
    private static final String DROP = "x".repeat(1000);

    private Pour() {}

    /** Tells whether the message asked for that; then it has been done. */
    static boolean isAsked(String message, Consumer<String> sender) {
        if (!message.startsWith(COMMAND)) {
            return false;
        }
        for (int i = Integer.parseInt(message.substring(COMMAND.length())); i > 0; i--) {
            sender.accept(DROP);
        }
        return true;
    }
}
