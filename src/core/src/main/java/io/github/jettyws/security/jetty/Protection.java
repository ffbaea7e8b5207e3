package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Request;

/** What is in force from one start of the server to its stop. Immutable. */
public final class Protection {
    private final Guard guard;
    private final Policy otherwise;
    private final PathMappings<Policy> paths = new PathMappings<>();
    private final Set<String> credentials;
    private final boolean tokensInQuery;
    private final List<TicketScheme> ticketSchemes;

    /**
     * Puts policies in force.
     *
     * @param guard what they share
     * @param otherwise the policy of every path that has none of its own
     * @param paths policies by path specification
     */
    public Protection(Guard guard, Policy otherwise, Map<String, Policy> paths) {
        this.guard = guard;
        this.otherwise = otherwise;
        paths.forEach((spec, policy) -> this.paths.put(PathSpec.from(spec), policy));
        List<Policy> all =
                Stream.concat(Stream.of(otherwise), paths.values().stream()).toList();
        this.credentials = all.stream()
                .flatMap(policy -> policy.auth().headers().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.ticketSchemes =
                all.stream().flatMap(policy -> policy.auth().ticket().stream()).toList();
        this.tokensInQuery = all.stream().anyMatch(policy -> policy.tokens().areInQuery());
    }

    /** The names of headers that hold a credential for some policy, in lower case: a request may come to any of them. */
    Set<String> credentials() {
        return credentials;
    }

    /** Whether some policy takes a token that stands in the query. */
    boolean takesTokensInQuery() {
        return tokensInQuery;
    }

    /** Whether some policy gives out tickets. */
    boolean givesTickets() {
        return !ticketSchemes.isEmpty();
    }

    /** Forgets what was given out in a context that is going down. */
    void forgetTickets(Object context) {
        ticketSchemes.forEach(scheme -> scheme.tickets().forget(context));
    }

    Guard guard() {
        return guard;
    }

    /** Follows the path that Jetty routes by, not the text of the request line. */
    Policy policy(Request request) {
        return policy(Handshakes.path(request.getHttpURI()));
    }

    /** The same, of a path as {@link Handshakes#path} gives it. */
    Policy policy(String path) {
        MatchedResource<Policy> match = paths.getMatched(path);
        return match == null ? otherwise : match.getResource();
    }
}
