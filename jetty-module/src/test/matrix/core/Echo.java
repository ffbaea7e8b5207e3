package io.github.jettyws.matrix.core;

import io.github.jettyws.testapp.Counts;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;

/** The echo of Jetty's API on Jetty's core. */
public final class Echo extends Session.Listener.AbstractAutoDemanding {
    private final Counts counts;

    private Echo(Counts counts) {
        this.counts = counts;
    }

    /** The application's creator: no refused handshake may get here. */
    static Object create(
            ServerUpgradeRequest request,
            ServerUpgradeResponse response,
            org.eclipse.jetty.util.Callback callback) {
        return new Echo(Counts.of(request.getHttpURI().getPath()).created());
    }

    @Override
    public void onWebSocketText(String message) {
        counts.message();
        getSession().sendText("text " + message.length(), Callback.NOOP);
    }
}
