package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where a server listens. */
record Endpoint(String host, int port, boolean secure) {
    private static final int TIMEOUT_MILLIS = 20_000;

    String authority() {
        return host + ":" + port;
    }

    /** The origin of its own pages. */
    String origin() {
        return (secure ? "https://" : "http://") + authority();
    }

    URI http(String path) {
        return URI.create(origin() + path);
    }

    URI webSocket(String path) {
        return URI.create((secure ? "wss://" : "ws://") + authority() + path);
    }

    /** Connects, from the given address of this machine or from any. */
    Socket connect(@Nullable String from) {
        try {
            Socket socket = new Socket();
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            if (from != null) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            }
            socket.connect(new InetSocketAddress(address(), port), TIMEOUT_MILLIS);
            return secure ? Tls.wrap(socket) : socket;
        } catch (IOException e) {
            throw new UncheckedIOException("from " + from + " to " + authority(), e);
        }
    }

    private InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(host);
    }
}
