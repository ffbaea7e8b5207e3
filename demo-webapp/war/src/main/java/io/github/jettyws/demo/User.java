package io.github.jettyws.demo;

import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The name that somebody logged in with. */
final class User {
    /** The attribute of the HTTP session; {@code ws-security.auth.session.attribute} can name it. */
    static final String ATTRIBUTE = "user";

    private static final int MAX_LENGTH = 32;

    private User() {}

    /**
     * Reads the name from a session.
     *
     * @param session the session, {@code null} if there is none
     * @return the name, {@code null} for somebody who has not logged in
     */
    static @Nullable String of(@Nullable HttpSession session) {
        return session == null ? null : (String) session.getAttribute(ATTRIBUTE);
    }

    /**
     * Takes what was typed as a name: 1 to {@value #MAX_LENGTH} visible characters of any script. Control and format
     * characters are refused, since some of them turn the text around them into something else.
     *
     * @param typed what was typed
     * @return the name, or nothing if this is none
     */
    static Optional<String> name(@Nullable String typed) {
        String name = typed == null ? "" : typed.strip();
        int length = name.codePointCount(0, name.length());
        boolean good = length >= 1 && length <= MAX_LENGTH && name.codePoints().allMatch(User::isVisible);
        return good ? Optional.of(name) : Optional.empty();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
