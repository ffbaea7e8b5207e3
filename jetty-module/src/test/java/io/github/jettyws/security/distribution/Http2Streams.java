package io.github.jettyws.security.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

/** Many requests for a connection over one HTTP/2 connection, each on a stream of its own. No data is carried. */
final class Http2Streams implements Closeable {
    private final Endpoint server;
    private final Socket socket;
    private final Http2 http2;
    private int next = Http2.STREAM;

    private Http2Streams(Endpoint server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        this.http2 = new Http2(socket);
    }

    static Http2Streams open(Endpoint server, String from) throws IOException {
        Http2Streams streams = new Http2Streams(server, server.connect(from));
        streams.http2.begin();
        return streams;
    }

    /** Asks on the next stream, and gives the status of the answer. */
    int ask(Upgrade upgrade) throws IOException {
        int stream = next;
        next += 2;
        return http2.connect(server, upgrade, stream);
    }

    /** Gives up the stream of a request, by the number of the request from 0. */
    void reset(int request) throws IOException {
        http2.reset(Http2.STREAM + 2 * request);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
