package io.github.jettyws.security.jetty;

import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Headers;
import io.github.jettyws.security.policy.Guard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.TunnelSupport;
import org.jspecify.annotations.Nullable;

/** Recognises upgrade requests, and gathers the facts of one. */
final class Handshakes {
    private Handshakes() {}

    /**
     * Tells whether a request may become a WebSocket: over HTTP/1.1 by its {@code Upgrade} (RFC 6455, section 4.1), over
     * HTTP/2 as an extended CONNECT (RFC 8441). Whatever carries a version or a key of the handshake counts as well, so
     * that this is never narrower than what Jetty upgrades.
     */
    static boolean isUpgrade(Request request) {
        HttpFields headers = request.getHeaders();
        if (headers.contains(HttpHeader.SEC_WEBSOCKET_VERSION) || headers.contains(HttpHeader.SEC_WEBSOCKET_KEY)) {
            return true;
        }
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            return "websocket".equals(tunnel(request));
        }
        for (HttpField field : headers) {
            if (field.getHeader() == HttpHeader.UPGRADE && mentionsWebSocket(field.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean mentionsWebSocket(@Nullable String value) {
        return value != null && value.toLowerCase(Locale.ROOT).contains("websocket");
    }

    /** The path that Jetty routes by: decoded, without dot segments and parameters. */
    static String path(HttpURI uri) {
        String path = uri.getCanonicalPath();
        return path == null ? "/" : path;
    }

    /**
     * Gathers the facts.
     *
     * @param request the request
     * @param guard knows the proxies
     * @param credentials the names of headers that hold credentials, in lower case, besides those that are known for it
     */
    static Handshake of(Request request, Guard guard, Set<String> credentials) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        Headers headers = headers(request, credentials);
        return new Handshake(
                caller(connection, guard, headers),
                host(request),
                request.getMethod(),
                tunnel(request),
                path(request.getHttpURI()),
                connection.getProtocol(),
                headers,
                QueryTokens.sent(request));
    }

    private static @Nullable InetAddress address(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /** The end point tells the peer of the socket, whatever a header or a customizer says. */
    private static Caller caller(ConnectionMetaData connection, Guard guard, Headers headers) {
        EndPoint endPoint = connection.getConnection().getEndPoint();
        SocketAddress peer = endPoint.getRemoteSocketAddress();
        InetAddress address = address(peer);
        if (peer instanceof InetSocketAddress inet && address != null) {
            String host = IpAddress.of(address).toString();
            String text = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
            return guard.caller(address, text, connection.isSecure(), headers);
        }
        if (endPoint.getLocalSocketAddress() instanceof UnixDomainSocketAddress socket) {
            // The other end has no name: what it connected to names all that do.
            return guard.caller(null, "unix:" + socket, connection.isSecure(), headers);
        }
        // The connection has ended in the meantime. Nobody is to be taken for a proxy over a Unix-domain socket by
        // that.
        return guard.unknownCaller(String.valueOf(peer));
    }

    private static @Nullable String tunnel(Request request) {
        TunnelSupport tunnel = request.getTunnelSupport();
        return tunnel == null ? null : tunnel.getProtocol();
    }

    /**
     * HTTP/1.1 says it in the {@code Host} header, HTTP/2 in {@code :authority}. More than one {@code Host} says nothing.
     */
    private static @Nullable String host(Request request) {
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        if (version.getVersion() >= HttpVersion.HTTP_2.getVersion()) {
            return request.getHttpURI().getAuthority();
        }
        List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        return hosts.size() == 1 ? hosts.get(0) : null;
    }

    private static Headers headers(Request request, Set<String> credentials) {
        List<Headers.Field> fields = new ArrayList<>(request.getHeaders().size());
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            fields.add(new Headers.Field(field.getName(), value == null ? "" : value));
        }
        return new Headers(fields, credentials);
    }
}
