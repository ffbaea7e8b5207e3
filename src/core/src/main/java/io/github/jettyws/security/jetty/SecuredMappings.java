package io.github.jettyws.security.jetty;

import java.util.function.BiConsumer;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * The mappings that the Jetty and the Jakarta containers of a context find in their place, and use: every upgrade through
 * them, mapped or not, is secured.
 */
final class SecuredMappings extends WebSocketMappings {
    private final ContextHandler context;
    private final Handshaker handshaker = new SecuredHandshaker(super.getHandshaker());

    /**
     * Makes the mappings of a context, whose components do not exist yet: they are made in the middle of its start, once
     * it has the factory that decorates endpoints.
     */
    SecuredMappings(ContextHandler context) {
        super(null);
        this.context = context;
    }

    @Override
    public WebSocketComponents getWebSocketComponents() {
        return WebSocketServerComponents.getWebSocketComponents(context);
    }

    /** The Jakarta container takes it from here for {@code upgradeHttpToWebSocket}. */
    @Override
    public Handshaker getHandshaker() {
        return handshaker;
    }

    @Override
    public @Nullable WebSocketNegotiator getMatchedNegotiator(Request request, BiConsumer<Request, PathSpec> consumer) {
        GuardedRequest guarded = GuardedRequest.of(request);
        if (guarded == null) {
            return super.getMatchedNegotiator(request, consumer);
        }
        guarded.setNegotiatorSecured(true);
        try {
            return super.getMatchedNegotiator(request, consumer);
        } finally {
            guarded.setNegotiatorSecured(false);
        }
    }

    @Override
    public boolean upgrade(
            @Nullable WebSocketNegotiator negotiator,
            Request request,
            Response response,
            Callback callback,
            Configuration.@Nullable Customizer defaultCustomizer) {
        return negotiator != null
                && handshaker.upgradeRequest(
                        negotiator, request, response, callback, getWebSocketComponents(), defaultCustomizer);
    }

    private record SecuredHandshaker(Handshaker delegate) implements Handshaker {
        @Override
        public boolean isWebSocketUpgradeRequest(Request request) {
            return delegate.isWebSocketUpgradeRequest(request);
        }

        @Override
        public boolean upgradeRequest(
                WebSocketNegotiator negotiator,
                Request request,
                Response response,
                Callback callback,
                WebSocketComponents components,
                Configuration.@Nullable Customizer defaultCustomizer) {
            WebSocketNegotiator secured = new SecuredNegotiator(negotiator);
            GuardedRequest guarded = GuardedRequest.of(request);
            if (guarded == null) {
                return delegate.upgradeRequest(secured, request, response, callback, components, defaultCustomizer);
            }
            guarded.setHandshakerSecured(true);
            try {
                return delegate.upgradeRequest(secured, request, response, callback, components, defaultCustomizer);
            } finally {
                guarded.setHandshakerSecured(false);
            }
        }
    }
}
