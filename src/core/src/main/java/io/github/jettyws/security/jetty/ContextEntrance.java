package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Verdict;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Asks what needs the context in a context of Jetty's core, before any handler of the application: one that upgrades
 * without mapping anything ({@code ServerWebSocketContainer.upgrade}) calls nothing of ours on the way to its creator.
 * It stands behind the session handler, where there is one, since only there the session of a request is known.
 *
 * <p>Contexts of servlets need none: their containers ask the mappings of the context, or the choke point.
 */
final class ContextEntrance extends Handler.Wrapper {
    /** By name, since a base without sessions lacks the class. */
    private static final String SESSION_HANDLER = "org.eclipse.jetty.session.SessionHandler";

    private static final String SERVLET_ENVIRONMENTS = "org.eclipse.jetty.ee";

    private ContextEntrance() {}

    /** Puts an entrance into a context that is starting, unless it has one from its last start. */
    static void install(ContextHandler context) {
        if (Types.isA(context, name -> name.startsWith(SERVLET_ENVIRONMENTS))
                || context.getDescendant(ContextEntrance.class) != null) {
            return;
        }
        List<Handler.Singleton> sessions = context.getDescendants(Handler.Singleton.class).stream()
                .filter(handler -> Types.isA(handler, SESSION_HANDLER::equals))
                .toList();
        if (sessions.isEmpty()) {
            context.insertHandler(new ContextEntrance());
        } else {
            sessions.forEach(handler -> handler.insertHandler(new ContextEntrance()));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        GuardedRequest guarded = GuardedRequest.of(request);
        if (guarded != null) {
            guarded.enter(request);
            // The session may be that of a context further in, which has an entrance of its own.
            Optional<Verdict.Refusal> refused = getDescendant(ContextHandler.class) == null
                    ? guarded.admit(request, () -> CookieSession.of(request, request.getSession(false)))
                    : Optional.empty();
            if (refused.isPresent()) {
                Refusals.answer(response, callback, refused.get());
                return true;
            }
        }
        return super.handle(request, response, callback);
    }
}
