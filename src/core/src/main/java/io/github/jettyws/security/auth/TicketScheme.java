package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.PostCheck;
import io.github.jettyws.security.origin.OriginCheck;
import io.github.jettyws.security.origin.OriginRules;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The scheme {@value #SCHEME}: a ticket that a page has asked for a moment before, as a parameter of the query or as a
 * subprotocol {@code ticket.<ticket>}. It is redeemed in the context, since it is good in the one alone that gave it out.
 * Thread-safe.
 *
 * @param path where tickets are given out, below the path of a context
 * @param places where a ticket may stand in an upgrade request
 * @param tickets those that were given out
 */
public record TicketScheme(String path, TokenSources places, Tickets tickets) implements Scheme {
    /** The name of the scheme, and of its subprotocol. */
    public static final String SCHEME = "ticket";

    /** How long a ticket is good. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){1,16}");

    /** The same origin and no other, whichever pages may connect: browsers would send the cookies for all of them. */
    private static final List<HandshakeCheck> CHECKS =
            List.of(new PostCheck(), new OriginCheck(new OriginRules(true, List.of(), true, false, false, false)));

    /**
     * Reads a path.
     *
     * @param text the path
     * @return the same
     * @throws IllegalArgumentException if it is none
     */
    public static String checkPath(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a path below that of the web application, such as /ws-security/ticket");
        }
        return text;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public boolean isAmbient() {
        return false;
    }

    /**
     * Tells what a request for a ticket has to pass, besides what an upgrade has to.
     *
     * @return the checks, in order
     */
    public List<HandshakeCheck> checks() {
        return CHECKS;
    }

    /**
     * Tells whether there is something that is meant to be a ticket.
     *
     * @param handshake the facts
     * @return whether {@link #prove} finds it
     */
    public boolean isPresent(Handshake handshake) {
        return !(places.find(handshake.headers(), handshake.query()) instanceof Tokens.None);
    }

    /**
     * Redeems the ticket of a request.
     *
     * @param handshake the facts
     * @param bond what the request is held against the ticket, {@code null} where it has come to no context
     * @return who asked for the ticket, or that there is none, or that it is worth nothing
     */
    public Proof prove(Handshake handshake, @Nullable TicketBond bond) {
        Tokens found = places.find(handshake.headers(), handshake.query());
        if (found instanceof Tokens.None) {
            return Proof.ABSENT;
        }
        if (bond == null) {
            return new Proof.Rejected("ticket outside of a context");
        }
        if (found instanceof Tokens.One one) {
            return tickets.redeem(one.token(), bond);
        }
        return new Proof.Rejected(found instanceof Tokens.Conflict ? "different tickets" : "malformed");
    }
}
