package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.TokenSources;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Takes tokens out of the query before anybody sees it: the request log writes of each request what it has become by the
 * customizers of its connector, so this is one of them, and the last. Thread-safe.
 */
public final class QueryTokens implements HttpConfiguration.Customizer {
    private final Protection protection;

    private QueryTokens(Protection protection) {
        this.protection = protection;
    }

    /**
     * Takes tokens out of what all connectors of a server receive, from its next start on.
     *
     * @param server the server
     * @param protection says in which parameters they stand, path by path
     * @return undoes it
     */
    public static Runnable install(Server server, Protection protection) {
        if (!protection.takesTokensInQuery()) {
            return () -> {};
        }
        QueryTokens customizer = new QueryTokens(protection);
        List<HttpConfiguration> configurations = server.getContainedBeans(HttpConfiguration.class).stream()
                .distinct()
                .toList();
        configurations.forEach(configuration -> configuration.addCustomizer(customizer));
        return () -> configurations.forEach(configuration -> configuration.removeCustomizer(customizer));
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (!Handshakes.isUpgrade(request)) {
            return request;
        }
        HttpURI uri = request.getHttpURI();
        HttpURI rest = strip(uri, protection.policy(request).tokens());
        return rest == uri ? request : new Stripped(request, rest);
    }

    /** Gives a URI without the tokens in its query; the same one where there is none. */
    static HttpURI strip(HttpURI uri, TokenSources tokens) {
        String query = uri.getQuery();
        String rest = tokens.stripQuery(query);
        return Objects.equals(query, rest)
                ? uri
                : HttpURI.build(uri).query(rest).asImmutable();
    }

    /** Gives the query of a request as it was sent. */
    static @Nullable String sent(Request request) {
        Stripped stripped = Request.as(request, Stripped.class);
        return (stripped == null ? request : stripped.getWrapped()).getHttpURI().getQuery();
    }

    private static final class Stripped extends Request.Wrapper {
        private final HttpURI uri;

        Stripped(Request request, HttpURI uri) {
            super(request);
            this.uri = uri;
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }
    }
}
