package io.github.jettyws.demo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a send at once, or when the test says so. */
final class FakeOutlet implements Outlet {
    final List<String> sent = new ArrayList<>();
    boolean fast = true;
    int drops;

    @Nullable
    Done pending;

    static FakeOutlet slow() {
        FakeOutlet outlet = new FakeOutlet();
        outlet.fast = false;
        return outlet;
    }

    @Override
    public void send(String text, Done done) {
        if (pending != null) {
            throw new AssertionError("a send began before the last one had ended");
        }
        sent.add(text);
        if (fast) {
            done.done(true);
        } else {
            pending = done;
        }
    }

    void end(boolean well) {
        Done done = pending;
        pending = null;
        done.done(well);
    }

    @Override
    public void drop() {
        drops++;
    }
}
