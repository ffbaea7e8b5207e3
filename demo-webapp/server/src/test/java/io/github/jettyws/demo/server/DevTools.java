package io.github.jettyws.demo.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The DevTools protocol, as far as these tests need it: a command in JSON, and its answer. */
final class DevTools implements AutoCloseable {
    private static final int ANSWER_SECONDS = 20;

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final WebSocket socket;

    private DevTools(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Answers())
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static DevTools connect(URI address) {
        return new DevTools(address);
    }

    /** Sends a command to a tab, or to the browser; the parameters are names and values, one after the other. */
    synchronized CompletableFuture<JsonObject> send(@Nullable String session, String method, Object... parameters) {
        JsonObject named = new JsonObject();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] instanceof Boolean flag) {
                named.addProperty((String) parameters[i], flag);
            } else {
                named.addProperty((String) parameters[i], (String) parameters[i + 1]);
            }
        }
        int id = ids.incrementAndGet();
        JsonObject command = new JsonObject();
        command.addProperty("id", id);
        command.addProperty("method", method);
        command.add("params", named);
        if (session != null) {
            command.addProperty("sessionId", session);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(command.toString(), true).join();
        return answer;
    }

    /** Sends a command, and waits for the answer. */
    JsonObject ask(@Nullable String session, String method, Object... parameters) {
        return send(session, method, parameters)
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static String text(JsonObject answer, String name) {
        return answer.get(name).getAsString();
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            message.append(text);
            if (last) {
                JsonObject whole = JsonParser.parseString(message.toString()).getAsJsonObject();
                message.setLength(0);
                // What has no id is an event, which nobody asked for.
                CompletableFuture<JsonObject> answer =
                        whole.has("id") ? asked.remove(whole.get("id").getAsInt()) : null;
                if (answer != null && whole.has("result")) {
                    answer.complete(whole.getAsJsonObject("result"));
                } else if (answer != null) {
                    answer.completeExceptionally(new AssertionError(whole.toString()));
                }
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
