package io.github.jettyws.security.distribution;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks again and again, over one connection as long as the server keeps it. */
final class RefusedClient implements Closeable {
    private final Endpoint server;
    private final byte[] request;
    private int connections;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    RefusedClient(Endpoint server, Refusing refusing) {
        this.server = server;
        this.request = refusing.request(server).getBytes(StandardCharsets.US_ASCII);
    }

    /** How many connections it took so far. */
    int connections() {
        return connections;
    }

    /** Sends the request, reads the whole answer, and gives its status. */
    int ask() throws IOException {
        if (socket == null) {
            connections++;
            socket = server.connect(null);
            in = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(request);
        // HTTP/1.1 403 Forbidden
        int status = Integer.parseInt(readLine().substring(9, 12));
        int length = 0;
        boolean close = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(
                        field.substring("content-length:".length()).strip());
            } else if (field.startsWith("connection:")) {
                close = field.contains("close");
            }
        }
        in.skipNBytes(length);
        if (close) {
            close();
        }
        return status;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
