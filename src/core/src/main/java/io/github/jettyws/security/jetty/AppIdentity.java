package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.Identity;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application who sent its upgrade request: by the user principal and the roles that its API has, and by an
 * attribute for the rest. Whom the container has authenticated itself stays the user. One for each request, and as little
 * thread-safe.
 */
final class AppIdentity {
    /** The attribute, whose value is a map and needs no class of ours. */
    static final String ATTRIBUTE = "io.github.jettyws.security.identity";

    /** A base without a security module lacks the classes; where there are servlets, there is one. */
    private static final boolean SECURITY = Types.isPresent("org.eclipse.jetty.security.AuthenticationState");

    /** The user that was told last. */
    private @Nullable Principal ours;

    /**
     * Tells who it is; to be told again where the container may have asked for itself meanwhile.
     *
     * @param request the request as the context of the endpoint sees it
     * @param identity who it is, empty where nobody is known: an earlier policy may have known somebody
     */
    void tell(Request request, Optional<Identity> identity) {
        if (identity.isEmpty() && request.getAttribute(ATTRIBUTE) == null) {
            return;
        }
        request.setAttribute(ATTRIBUTE, identity.map(AppIdentity::attribute).orElse(null));
        Principal user = user(request);
        if (user == null || user == ours) {
            ours = identity.map(known -> new UserName(known.name())).orElse(null);
            authenticate(request, identity.orElse(null), ours);
        }
    }

    /** Gives the name of the user that the container has found out itself, {@code null} if it knows none. */
    @Nullable
    String ofContainer(Request request) {
        Principal user = user(request);
        return user == null || user == ours ? null : user.getName();
    }

    /** Tells whether the user is still the one that was told, so that a container that knows nobody takes nobody away. */
    boolean isToldBy(Request.@Nullable AuthenticationState state) {
        return ours != null && state != null && state.getUserPrincipal() == ours;
    }

    private static Map<String, Object> attribute(Identity identity) {
        Map<String, Object> attribute = new LinkedHashMap<>();
        attribute.put("name", identity.name());
        attribute.put("roles", identity.roles());
        attribute.put("scheme", identity.scheme());
        attribute.put("claims", identity.claims());
        identity.expiry().ifPresent(expiry -> attribute.put("expiry", expiry));
        return Collections.unmodifiableMap(attribute);
    }

    /** The request of the servlet that upgrades, {@code null} where none does. */
    private static @Nullable Object servletRequest(Request request) {
        return request.getAttribute(WebSocketConstants.WEBSOCKET_WRAPPED_REQUEST_ATTRIBUTE);
    }

    /** Whom the container knows, or finds out to be the user if it is asked. */
    private static @Nullable Principal user(Request request) {
        Object servletRequest = servletRequest(request);
        if (servletRequest != null) {
            return (Principal) ServletSession.call(servletRequest, "getUserPrincipal");
        }
        return SECURITY
                ? JettyAuthentication.user(request)
                : Request.getAuthenticationState(request).getUserPrincipal();
    }

    private static void authenticate(Request request, @Nullable Identity identity, @Nullable Principal user) {
        if (identity == null || user == null) {
            Object servletRequest = servletRequest(request);
            if (servletRequest == null || !NestedRequest.authenticate(servletRequest, null)) {
                Request.setAuthenticationState(request, Request.AuthenticationState.NONE);
            }
        } else if (SECURITY) {
            JettyAuthentication state = JettyAuthentication.of(identity, user);
            Object servletRequest = servletRequest(request);
            if (servletRequest == null || !NestedRequest.authenticate(servletRequest, state)) {
                Request.setAuthenticationState(request, state);
            }
        } else {
            Request.setAuthenticationState(request, new Named(user));
        }
    }

    private record Named(Principal user) implements Request.AuthenticationState {
        @Override
        public Principal getUserPrincipal() {
            return user;
        }
    }
}
