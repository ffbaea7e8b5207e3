package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Headers;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request is counted against. Immutable, and never asks DNS.
 *
 * <p>A peer that is no trusted proxy is the client, and no header of it is read. A trusted proxy that sends no forwarded
 * header asks for itself (a health check) and is the client.
 *
 * <p>Otherwise the header is read from right to left, over all its field lines: each proxy appends the one it was asked
 * by, so an element can be believed as long as all to the right of it are trusted proxies. The first that is none is the
 * client; where all are, it is the left-most one. What stands to the left of the client may have been written by the
 * client and is not looked at. An element that is reached must be an IP address: whatever else it is (nothing, a name,
 * {@code unknown}, an obfuscated identifier, an address in no strict form) leaves the caller unresolved, and so do more
 * than 32 elements.
 *
 * <p>The client's connection is encrypted if the trusted proxy says {@code https} or {@code wss}, in every value of
 * {@code X-Forwarded-Proto}, or in the {@code proto} of the {@code Forwarded} element that names the client; it is not if
 * the proxy says anything else. Where the proxy says nothing, that is decided by the connection of the peer. The request
 * target and {@code :scheme} are the client's to choose and play no part.
 *
 * <p>The boundary: a listed proxy must append to the header or replace it. One that passes it on as it came makes
 * whatever the client wrote be believed; so does one that passes on {@code X-Forwarded-Proto}.
 */
public final class CallerResolver {
    /** More proxies than stand in a row anywhere. */
    private static final int MOST_ELEMENTS = 32;

    private static final String X_FORWARDED_PROTO = "X-Forwarded-Proto";

    private final CallerRules rules;
    private final CanonicalForm canonicalForm;

    /**
     * Makes the resolver.
     *
     * @param rules who is believed
     */
    public CallerResolver(CallerRules rules) {
        this.rules = rules;
        this.canonicalForm = new CanonicalForm(rules.nat64());
    }

    /**
     * Resolves the caller of one request.
     *
     * @param peer the address of the other end of the socket, {@code null} for a Unix-domain socket
     * @param peerText the other end of the socket as text
     * @param secure whether the connection of the peer is encrypted; never what the request says of itself
     * @param headers the header fields of the request
     * @return the caller, not {@link Caller#resolved() resolved} where a trusted proxy cannot be understood
     */
    public Caller resolve(@Nullable InetAddress peer, String peerText, boolean secure, Headers headers) {
        IpAddress address = peer == null ? null : canonical(peer);
        // Most are in canonical form already.
        InetAddress peerAddress = address == null || peer instanceof Inet4Address ? peer : address.inet();
        String ownText = address == null ? peerText : address.toString();
        if (!trusts(address)) {
            return new Caller(peerAddress, peerText, peerAddress, ownText, true, secure);
        }
        List<String> lines = headers.values(rules.header().field());
        if (lines.isEmpty()) {
            return new Caller(peerAddress, peerText, peerAddress, ownText, true, isSecure(null, secure, headers));
        }
        return client(lines)
                .map(hop -> new Caller(
                        peerAddress,
                        peerText,
                        hop.address().inet(),
                        hop.address().toString(),
                        true,
                        isSecure(hop.proto(), secure, headers)))
                .orElseGet(() -> new Caller(peerAddress, peerText, peerAddress, peerText, false, false));
    }

    /** The client that trusted proxies name, in canonical form. */
    private Optional<Hop> client(List<String> lines) {
        ListElements elements = new ListElements(lines, rules.header().quotes());
        for (int i = 0; i < MOST_ELEMENTS && elements.hasNext(); i++) {
            Optional<Hop> hop = rules.header().read(elements.next()).map(this::canonical);
            boolean trusted = hop.filter(it -> trusts(it.address())).isPresent();
            if (!trusted || !elements.hasNext()) {
                return hop;
            }
        }
        return Optional.empty();
    }

    /**
     * Without a word of the proxy the connection decides; with more than one, all have to say the same, since a proxy that
     * appends leaves standing what the client wrote.
     */
    private boolean isSecure(@Nullable String proto, boolean connection, Headers headers) {
        if (rules.header() == ForwardedHeader.FORWARDED) {
            return proto == null ? connection : Hop.isSecure(proto);
        }
        List<String> lines = headers.values(X_FORWARDED_PROTO);
        ListElements protos = new ListElements(lines, false);
        while (protos.hasNext()) {
            if (!Hop.isSecure(protos.next())) {
                return false;
            }
        }
        return connection || !lines.isEmpty();
    }

    /**
     * Tells whether the forwarded header of a peer is believed.
     *
     * @param peer the address, in any form; {@code null} for a Unix-domain socket
     * @return whether it is a trusted proxy
     */
    public boolean isTrusted(@Nullable InetAddress peer) {
        return trusts(peer == null ? null : canonical(peer));
    }

    private boolean trusts(@Nullable IpAddress address) {
        return address == null ? rules.trustUnix() : rules.trustedProxies().contains(address);
    }

    /**
     * Gives the one form in which an address is counted, banned and looked up in lists: IPv4-mapped, IPv4-compatible and
     * NAT64 addresses are the IPv4 address, unwrapped once; zones are dropped.
     *
     * @param address the address
     * @return the address in canonical form
     */
    public IpAddress canonical(InetAddress address) {
        return canonical(IpAddress.of(address));
    }

    /**
     * Gives the one form in which an address is counted, see {@link #canonical(InetAddress)}.
     *
     * @param address the address
     * @return the address in canonical form
     */
    public IpAddress canonical(IpAddress address) {
        return canonicalForm.of(address);
    }

    private Hop canonical(Hop hop) {
        return new Hop(canonical(hop.address()), hop.proto());
    }
}
