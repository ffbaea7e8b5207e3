package io.github.jettyws.security.jetty;

import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.api.WebSocketContainer;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;

/**
 * Puts secured mappings into every context as it starts, before any of its own code runs; also into those that are
 * deployed later. It keeps nothing of a context.
 */
public final class ContextListener implements Container.InheritedListener {
    private final LifeCycle.Listener installer = new LifeCycle.Listener() {
        @Override
        public void lifeCycleStarting(LifeCycle event) {
            install((ContextHandler) event);
        }

        @Override
        public void lifeCycleStopped(LifeCycle event) {
            remove((ContextHandler) event);
        }

        @Override
        public void lifeCycleFailure(LifeCycle event, Throwable cause) {
            remove((ContextHandler) event);
        }
    };

    private final boolean jettyApi;

    /**
     * Makes a listener for one server.
     *
     * @param jettyApi whether the server has Jetty's WebSocket API, and not only its core
     */
    public ContextListener(boolean jettyApi) {
        this.jettyApi = jettyApi;
    }

    @Override
    public void beanAdded(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.addEventListener(installer);
        } else if (jettyApi) {
            JettyApi.listen(child);
        }
    }

    @Override
    public void beanRemoved(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.removeEventListener(installer);
        }
    }

    /** Loaded only where the classes it needs are there. */
    private static final class JettyApi {
        private static final SessionGuard GUARD = new SessionGuard();

        static void listen(Object bean) {
            if (bean instanceof WebSocketContainer container) {
                container.addSessionListener(GUARD);
            }
        }
    }

    private static void install(ContextHandler context) {
        SecuredMappings mappings = new SecuredMappings(context);
        context.setAttribute(WebSocketMappings.WEBSOCKET_MAPPING_ATTRIBUTE, mappings);
        context.addBean(mappings);
    }

    private static void remove(ContextHandler context) {
        WebSocketMappings mappings = WebSocketMappings.getMappings(context);
        if (mappings instanceof SecuredMappings) {
            mappings.clear();
            context.removeAttribute(WebSocketMappings.WEBSOCKET_MAPPING_ATTRIBUTE);
            context.removeBean(mappings);
        }
    }
}
