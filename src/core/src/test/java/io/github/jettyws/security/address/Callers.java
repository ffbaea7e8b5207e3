package io.github.jettyws.security.address;

import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Headers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests to resolve: over an unencrypted connection from the trusted proxy {@code 10.0.0.1}, unless changed. */
final class Callers {
    static final List<String> TRUSTED = List.of("10.0.0.0/8", "2001:db8:10::/48");

    private static final AddressSet PROXIES = AddressSet.parse(TRUSTED);
    private static final AddressSet NAT64 = CallerRules.nat64(List.of(CallerRules.WELL_KNOWN_NAT64));

    private final ForwardedHeader header;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private String peer = "10.0.0.1";
    private boolean trustUnix = true;
    private boolean secure;

    private Callers(ForwardedHeader header) {
        this.header = header;
    }

    static Callers xForwardedFor(String... lines) {
        return new Callers(ForwardedHeader.X_FORWARDED_FOR).field("X-Forwarded-For", lines);
    }

    static Callers forwarded(String... lines) {
        return new Callers(ForwardedHeader.FORWARDED).field("Forwarded", lines);
    }

    static Callers of(ForwardedHeader header, List<String> lines) {
        return new Callers(header).field(header.field(), lines.toArray(String[]::new));
    }

    /** A literal, {@code null} for a Unix-domain socket. */
    Callers peer(String literal) {
        peer = literal;
        return this;
    }

    Callers trustUnix(boolean trust) {
        trustUnix = trust;
        return this;
    }

    Callers secure(boolean encrypted) {
        secure = encrypted;
        return this;
    }

    Callers field(String name, String... values) {
        if (values.length > 0) {
            fields.put(name, Arrays.asList(values));
        }
        return this;
    }

    static String peerText(String peer) {
        return peer == null ? "/run/jetty.sock" : peer + " port 40000";
    }

    Caller resolve() {
        CallerRules rules = new CallerRules(PROXIES, trustUnix, header, NAT64);
        return new CallerResolver(rules)
                .resolve(peer == null ? null : Requests.address(peer), peerText(peer), secure, new Headers(fields));
    }
}
