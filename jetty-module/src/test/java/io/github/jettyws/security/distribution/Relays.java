package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Where the tests go by relay. */
final class Relays {
    private Relays() {}

    /** HTTP/2 over TLS, agreed upon by ALPN (RFC 7301). */
    static Relay alpn(Endpoint server) throws IOException {
        return Relay.open(from -> {
            SSLSocket socket = (SSLSocket) Tls.wrap(Relay.socket(server, from));
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (!socket.getApplicationProtocol().equals("h2")) {
                throw new IOException("the server chose " + socket.getApplicationProtocol());
            }
            return Relay.over(socket);
        });
    }

    /** The PROXY protocol, version 1: the proxy is at the loopback address, and names the client. */
    static Relay proxy(Endpoint server) throws IOException {
        return Relay.open(from -> {
            Socket socket = Relay.socket(server, null);
            String line = "PROXY TCP4 " + from.getHostAddress() + " 127.0.0.1 40000 80\r\n";
            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            return Relay.over(socket);
        });
    }

    static Relay unix(Path path) throws IOException {
        return Relay.open(from -> new UnixDomainSocket(SocketChannel.open(UnixDomainSocketAddress.of(path))));
    }

    /** Not by the streams of {@link java.nio.channels.Channels}: those read and write one at a time. */
    private record UnixDomainSocket(SocketChannel channel) implements Relay.Far {
        @Override
        public int read(byte[] bytes) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes));
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
