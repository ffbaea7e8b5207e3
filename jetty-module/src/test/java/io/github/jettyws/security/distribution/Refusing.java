package io.github.jettyws.security.distribution;

/** A handshake that a client can make, and the reason it is refused for. */
enum Refusing {
    ADDRESS_BLOCKED(403, "/ee10/blocked/1", 0, "Origin: http://localhost"),
    ADDRESS_UNRESOLVED(403, "/ee10/stripping/1", 0, "Origin: http://localhost", "X-Forwarded-For: unknown"),
    INSECURE_TRANSPORT(403, "/ee10/secure/1", 0, "Origin: http://localhost"),
    MALFORMED_HANDSHAKE(400, "/ee10/stripping/1", 0, "Origin: http://localhost", "Sec-WebSocket-Key: AQIDBA=="),
    UNSUPPORTED_VERSION(426, "/ee10/stripping/1", 0, "Origin: http://localhost"),
    ORIGIN_MISSING(403, "/ee10/stripping/1", 0),
    ORIGIN_NOT_ALLOWED(403, "/ee10/stripping/1", 0, "Origin: https://evil.example"),
    FORBIDDEN(403, "/ee10/forbidden/1", 0, "Origin: http://localhost"),
    GUARD_FAILURE(503, "/ee10/failing/1", 0, "Origin: http://localhost"),
    UNAUTHENTICATED(401, "/ee10/private/1", 1, "Origin: http://localhost", "Cookie: JSESSIONID=made-up"),
    UNGUARDED_ENDPOINT(403, "/ee10/stripping/1", 1, "Origin: http://localhost");

    private final int status;
    private final String path;
    private final int filters;
    private final String fields;

    Refusing(int status, String path, int filters, String... fields) {
        this.status = status;
        this.path = path;
        this.filters = filters;
        this.fields = String.join("\r\n", fields);
    }

    int status() {
        return status;
    }

    /** How many filters of the application see it: none, unless it takes the application to find out. */
    int filters() {
        return filters;
    }

    String request(Endpoint server) {
        String version = this == UNSUPPORTED_VERSION ? "8" : "13";
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n")
                .append("Host: " + server.authority() + "\r\n")
                .append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
                .append("Sec-WebSocket-Version: " + version + "\r\n");
        if (this != MALFORMED_HANDSHAKE) {
            request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        }
        return request.append(fields)
                .append(fields.isEmpty() ? "\r\n" : "\r\n\r\n")
                .toString();
    }
}
