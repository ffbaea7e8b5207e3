package io.github.jettyws.security.jetty;

import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;
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
        public void lifeCycleStopping(LifeCycle event) {
            gate.goAway(((ContextHandler) event).getContext());
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

    private final SecurityGate gate;

    /**
     * Makes a listener for one server.
     *
     * @param gate the gate of the server
     */
    public ContextListener(SecurityGate gate) {
        this.gate = gate;
    }

    @Override
    public void beanAdded(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.addEventListener(installer);
        }
    }

    @Override
    public void beanRemoved(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.removeEventListener(installer);
        }
    }

    private void install(ContextHandler context) {
        SecuredMappings mappings = new SecuredMappings(context);
        context.setAttribute(WebSocketMappings.WEBSOCKET_MAPPING_ATTRIBUTE, mappings);
        context.addBean(mappings);
        context.setAttribute(SessionEnds.ATTRIBUTE, new SessionEnds(gate));
        ContextEntrance.install(context);
        TicketEntrance.install(context, gate);
    }

    private static void remove(ContextHandler context) {
        context.removeAttribute(SessionEnds.ATTRIBUTE);
        WebSocketMappings mappings = WebSocketMappings.getMappings(context);
        if (mappings instanceof SecuredMappings) {
            mappings.clear();
            context.removeAttribute(WebSocketMappings.WEBSOCKET_MAPPING_ATTRIBUTE);
            context.removeBean(mappings);
        }
    }
}
