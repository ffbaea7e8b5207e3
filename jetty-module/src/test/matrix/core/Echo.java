package io.github.jettyws.matrix.core;

import io.github.jettyws.testapp.Counts;
import java.security.Principal;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;

/** The echo of Jetty's API on Jetty's core. */
public final class Echo extends Session.Listener.AbstractAutoDemanding {
    private final Counts counts;
    private final String who;

    private Echo(Counts counts, String who) {
        this.counts = counts;
        this.who = who;
    }

    /** The application's creator: no refused handshake may get here. */
    static Object create(
            ServerUpgradeRequest request,
            ServerUpgradeResponse response,
            org.eclipse.jetty.util.Callback callback) {
        Principal user = Request.getAuthenticationState(request).getUserPrincipal();
        Object attribute = request.getAttribute("io.github.jettyws.security.identity");
        String scheme = attribute instanceof Map<?, ?> identity ? String.valueOf(identity.get("scheme")) : "none";
        String who = (user == null ? "nobody" : user.getName()) + " scheme=" + scheme + " query="
                + request.getHttpURI().getQuery() + " protocols=" + request.getSubProtocols();
        return new Echo(Counts.of(request.getHttpURI().getPath()).created(), who);
    }

    @Override
    public void onWebSocketText(String message) {
        counts.message();
        getSession().sendText(message.equals("who") ? who : "text " + message.length(), Callback.NOOP);
    }
}
