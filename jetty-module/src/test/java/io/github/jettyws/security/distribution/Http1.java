package io.github.jettyws.security.distribution;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The handshake of RFC 6455, section 4.1, over a plain socket. */
final class Http1 {
    private Http1() {}

    static Connection open(Endpoint server, Upgrade upgrade) throws IOException {
        String target = upgrade.claimsHttps() ? "https://" + server.authority() + upgrade.path() : upgrade.path();
        StringBuilder request = new StringBuilder()
                .append("GET ")
                .append(target)
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(server.authority())
                .append("\r\n")
                .append("Connection: Upgrade\r\n")
                .append("Upgrade: websocket\r\n")
                .append("Sec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (Upgrade.Field field : upgrade.fields(server)) {
            request.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return send(server.connect(upgrade.from()), request.append("\r\n").toString());
    }

    /** Sends a request as it is written. */
    static Connection send(Socket socket, String request) throws IOException {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            // HTTP/1.1 101 Switching Protocols
            int status = Integer.parseInt(readLine(in).substring(9, 12));
            Map<String, String> fields = new HashMap<>();
            for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
                int colon = line.indexOf(':');
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return new Connection(socket, status, fields, in, socket.getOutputStream());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("after: " + line);
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }
}
