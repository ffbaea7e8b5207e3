package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A page that asks for a ticket, over either protocol. */
final class TicketClient {
    private TicketClient() {}

    /** Sends {@code POST} without a body, and whatever fields are given. */
    static HttpResponse<String> ask(Protocol protocol, Endpoint server, String path, String... fields) {
        if (protocol == Protocol.HTTP1) {
            return Http.send(request(server, path, fields));
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // By which the client upgrades to h2c; the connection is kept for what comes next.
        send(client, HttpRequest.newBuilder(server.http("/")));
        HttpResponse<String> answer = send(client, request(server, path, fields));
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        return answer;
    }

    private static HttpRequest.Builder request(Endpoint server, String path, String... fields) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.http(path)).POST(HttpRequest.BodyPublishers.noBody());
        return fields.length == 0 ? request : request.headers(fields);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
