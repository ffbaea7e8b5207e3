package io.github.jettyws.security.json;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A text is no JSON, or not as the rules want it. It tells where, and nothing of what stands there.
 *
 * <p>Without a stack trace: a client can have as many of them as it likes.
 */
public final class JsonFault extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Deque<String> path = new ArrayDeque<>();

    JsonFault() {
        super("expected JSON");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Tells that it is inside of a member or an element. */
    JsonFault within(String token) {
        path.addFirst(token);
        return this;
    }

    /**
     * Tells where the text could not be read further: the value, or the object or array around it.
     *
     * @return see {@link JsonPointer#of(Iterable)}
     */
    public String pointer() {
        return JsonPointer.of(path);
    }

    /** Leaves the names of members out: they come from whoever wrote the text. */
    @Override
    public String getMessage() {
        return super.getMessage() + " at depth " + path.size();
    }
}
