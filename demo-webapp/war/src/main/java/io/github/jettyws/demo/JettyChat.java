package io.github.jettyws.demo;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** One connection to the room through the API of Jetty. */
public final class JettyChat implements Session.Listener.AutoDemanding {
    private final Room room;
    private final @Nullable String user;
    private volatile @Nullable Member member;

    JettyChat(Room room, @Nullable String user) {
        this.room = room;
        this.user = user;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        room.join(user, new JettyOutlet(session))
                .ifPresentOrElse(
                        joined -> member = joined,
                        () -> session.close(StatusCode.TRY_AGAIN_LATER, "the room is full", Callback.NOOP));
    }

    @Override
    public void onWebSocketText(String message) {
        Member speaker = member;
        if (speaker != null) {
            room.say(speaker, message);
        }
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        leave();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        leave();
    }

    private void leave() {
        Member leaving = member;
        if (leaving != null) {
            room.leave(leaving);
        }
    }

    private record JettyOutlet(Session session) implements Outlet {
        @Override
        public void send(String text, Done done) {
            session.sendText(text, Callback.from(() -> done.done(true), failure -> done.done(false)));
        }

        /** Without a close frame: that would wait behind the very messages the client does not read. */
        @Override
        public void drop() {
            session.disconnect();
        }
    }
}
