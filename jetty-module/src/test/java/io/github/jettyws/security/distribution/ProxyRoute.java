package io.github.jettyws.security.distribution;

import java.util.List;

/** A way from the client to the server, by way of these configurations, from the client's side to the server's. */
enum ProxyRoute {
    DIRECT(Header.X_FORWARDED_FOR, Entrance.HTTP),
    NGINX(Header.X_FORWARDED_FOR, Entrance.HTTP, "nginx-x-forwarded-for.conf"),
    HAPROXY(Header.X_FORWARDED_FOR, Entrance.HTTP, "haproxy-x-forwarded-for.cfg"),
    UNIX_SOCKET(Header.X_FORWARDED_FOR, Entrance.UNIX, "nginx-unix-socket.conf"),
    PROXY_PROTOCOL(Header.X_FORWARDED_FOR, Entrance.PROXY, "haproxy-proxy-protocol.cfg"),
    NGINX_HAPROXY(Header.X_FORWARDED_FOR, Entrance.HTTP, "nginx-x-forwarded-for.conf", "haproxy-inner.cfg"),
    HAPROXY_NGINX(Header.X_FORWARDED_FOR, Entrance.HTTP, "haproxy-x-forwarded-for.cfg", "nginx-inner.conf"),
    DIRECT_FORWARDED(Header.FORWARDED, Entrance.HTTP),
    NGINX_FORWARDED(Header.FORWARDED, Entrance.HTTP, "nginx-forwarded.conf"),
    HAPROXY_FORWARDED(Header.FORWARDED, Entrance.HTTP, "haproxy-forwarded.cfg"),
    NGINX_HAPROXY_FORWARDED(Header.FORWARDED, Entrance.HTTP, "nginx-forwarded.conf", "haproxy-inner.cfg"),
    HAPROXY_NGINX_FORWARDED(Header.FORWARDED, Entrance.HTTP, "haproxy-forwarded.cfg", "nginx-inner.conf");

    /** What the server reads. */
    enum Header {
        X_FORWARDED_FOR("X-Forwarded-For"),
        FORWARDED("Forwarded");

        private final String field;

        Header(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /** The connector that the last proxy leads to. */
    enum Entrance {
        HTTP,
        PROXY,
        UNIX
    }

    private final Header header;
    private final Entrance entrance;
    private final String configurations;

    ProxyRoute(Header header, Entrance entrance, String... configurations) {
        this.header = header;
        this.entrance = entrance;
        this.configurations = String.join(" ", configurations);
    }

    Header header() {
        return header;
    }

    Entrance entrance() {
        return entrance;
    }

    List<String> configurations() {
        return configurations.isEmpty() ? List.of() : List.of(configurations.split(" ", -1));
    }

    /** How the other end of the socket reads, as the guard sees it, for a client of this address. */
    String peer(String client) {
        return switch (entrance) {
            case UNIX -> "unix:";
            case PROXY -> client + ":";
            case HTTP -> (configurations.isEmpty() ? client : "127.0.0.1") + ":";
        };
    }
}
