package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request for a WebSocket connection, from a page of the server itself unless said otherwise. */
final class Upgrade {
    /** A header field, sent as it is. */
    record Field(String name, String value) {}

    private final Protocol protocol;
    private final String path;
    private final List<Field> fields = new ArrayList<>();
    private boolean sameOrigin = true;
    private boolean claimsHttps;
    private @Nullable String from;

    private Upgrade(Protocol protocol, String path) {
        this.protocol = protocol;
        this.path = path;
    }

    static Upgrade to(Protocol protocol, String path) {
        return new Upgrade(protocol, path);
    }

    /** Sends this origin; called twice, sends both. */
    Upgrade origin(String origin) {
        sameOrigin = false;
        return field("Origin", origin);
    }

    Upgrade noOrigin() {
        sameOrigin = false;
        return this;
    }

    Upgrade cookie(String cookie) {
        return field("Cookie", cookie);
    }

    Upgrade field(String name, String value) {
        fields.add(new Field(name, value));
        return this;
    }

    /** Names https as the scheme of the target, whatever the connection is. */
    Upgrade claimingHttps() {
        claimsHttps = true;
        return this;
    }

    /** Connects from this address of this machine. All of 127.0.0.0/8 is, on Linux. */
    Upgrade from(String address) {
        from = address;
        return this;
    }

    Connection send(Endpoint server) {
        try {
            return protocol.open(server, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean claimsHttps() {
        return claimsHttps;
    }

    String path() {
        return path;
    }

    @Nullable
    String from() {
        return from;
    }

    List<Field> fields(Endpoint server) {
        List<Field> all = new ArrayList<>(fields);
        if (sameOrigin) {
            all.add(new Field("Origin", server.origin()));
        }
        return all;
    }
}
