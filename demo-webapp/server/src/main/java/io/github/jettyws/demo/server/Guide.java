package io.github.jettyws.demo.server;

/** What to open and what to try. */
final class Guide {
    private Guide() {}

    static String text(int port) {
        return """

                ------------------------------------------------------------------------
                The demo is up. Open        http://localhost:%1$d
                Ctrl-C ends it. The chat lies at /chat/jetty and /chat/jakarta.

                A page of another site must not connect. Try it in a second terminal:

                curl -i --http1.1 --max-time 5 \\
                  -H 'Connection: Upgrade' \\
                  -H 'Upgrade: websocket' \\
                  -H 'Sec-WebSocket-Version: 13' \\
                  -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' \\
                  -H 'Origin: https://evil.example' \\
                  http://localhost:%1$d/chat/jetty

                The answer is 403. The line that says why appears below, with
                    refused ORIGIN_NOT_ALLOWED
                With -H 'Origin: http://localhost:%1$d' the answer is 101, and curl
                waits until its time is up.
                ------------------------------------------------------------------------
                """.formatted(port);
    }
}
