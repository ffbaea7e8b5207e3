package io.github.jettyws.security.distribution;

import java.io.IOException;

/** The two ways to ask for a WebSocket connection. */
enum Protocol {
    /** {@code Upgrade: websocket}, RFC 6455. */
    HTTP1("HTTP/1.1") {
        @Override
        Connection open(Endpoint server, Upgrade upgrade) throws IOException {
            return Http1.open(server, upgrade);
        }
    },
    /** Extended {@code CONNECT} with prior knowledge, RFC 8441. */
    HTTP2("HTTP/2.0") {
        @Override
        Connection open(Endpoint server, Upgrade upgrade) throws IOException {
            return Http2.open(server, upgrade);
        }
    };

    private final String version;

    Protocol(String version) {
        this.version = version;
    }

    /** As the guard names it. */
    String version() {
        return version;
    }

    abstract Connection open(Endpoint server, Upgrade upgrade) throws IOException;
}
