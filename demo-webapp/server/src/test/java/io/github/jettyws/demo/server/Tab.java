package io.github.jettyws.demo.server;

import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A tab of a browser. */
final class Tab {
    /** Told by changes of the page, and not by a timer: in a tab that nobody sees, timers wait a second. */
    private static final String UNTIL = """
            new Promise(done => {
              const look = () => {
                const status = document.getElementById('status');
                if (status && status.textContent.startsWith('%s')) {
                  done(status.textContent);
                }
              };
              new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
              look();
            })""";

    private final DevTools devTools;
    private final String session;

    Tab(DevTools devTools, String session) {
        this.devTools = devTools;
        this.session = session;
    }

    /** Runs a script, and waits for what it promises. */
    CompletableFuture<String> run(String script) {
        return devTools.send(
                        session,
                        "Runtime.evaluate",
                        "expression",
                        script,
                        "awaitPromise",
                        true,
                        "returnByValue",
                        true,
                        "userGesture",
                        true)
                .thenApply(Tab::value);
    }

    private static String value(JsonObject answer) {
        JsonObject result = answer.getAsJsonObject("result");
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.toString());
        }
        return result.has("value") ? result.get("value").getAsString() : "";
    }

    /** Tells when the status line of the chat begins with some text. */
    CompletableFuture<String> status(String begin) {
        return run(UNTIL.formatted(begin)).orTimeout(10, TimeUnit.SECONDS);
    }
}
