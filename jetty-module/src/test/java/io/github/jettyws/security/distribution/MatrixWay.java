package io.github.jettyws.security.distribution;

/** A way to get at an application: a protocol, or a place where it is mounted. */
enum MatrixWay {
    HTTP1("HTTP/1.1", Protocol.HTTP1),
    H2C("h2c", Protocol.HTTP2),
    TLS("HTTP/1.1 over TLS", Protocol.HTTP1),
    H2("h2 over TLS (ALPN)", Protocol.HTTP2),
    PROXY("PROXY protocol", Protocol.HTTP1),
    UNIX("Unix-domain socket", Protocol.HTTP1),
    HOST("virtual host", Protocol.HTTP1),
    INNER("nested context", Protocol.HTTP1);

    private final String title;
    private final Protocol protocol;

    MatrixWay(String title, Protocol protocol) {
        this.title = title;
        this.protocol = protocol;
    }

    /** As the table names it. */
    String title() {
        return title;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Where an application of an environment is mounted, and the endpoints of a kind in it. */
    String path(MatrixEnvironment environment, MatrixKind kind) {
        String context = "/" + environment.lowerCase();
        String usual = kind.path(environment);
        return switch (this) {
            case HOST -> usual.replaceFirst(context, context + "-host");
            case INNER -> usual.replaceFirst(context, context + "/inner");
            default -> usual;
        };
    }

    /** Tells whether a kind of endpoint is mounted there: some have one mount only. */
    boolean leadsTo(MatrixKind kind) {
        boolean mount = this == HOST || this == INNER;
        return !mount || (kind != MatrixKind.FILTER && kind != MatrixKind.CORE_BARE);
    }
}
