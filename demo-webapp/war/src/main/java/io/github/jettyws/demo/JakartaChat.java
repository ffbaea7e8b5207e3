package io.github.jettyws.demo;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to the room through {@code jakarta.websocket}. */
public final class JakartaChat extends Endpoint {
    /** How long one send may take, in milliseconds. */
    private static final long SEND_TIMEOUT = 10_000;

    private final Room room;
    private volatile @Nullable Member member;

    JakartaChat(Room room) {
        this.room = room;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.getAsyncRemote().setSendTimeout(SEND_TIMEOUT);
        Object user = config.getUserProperties().get(User.ATTRIBUTE);
        Optional<Member> joined = room.join((String) user, new JakartaOutlet(session));
        if (joined.isEmpty()) {
            close(session, CloseCodes.TRY_AGAIN_LATER, "the room is full");
            return;
        }
        Member speaker = joined.get();
        member = speaker;
        // Not a lambda: the container reads the type of the message from the declaration.
        session.addMessageHandler(String.class, new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String message) {
                room.say(speaker, message);
            }
        });
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        leave();
    }

    @Override
    public void onError(Session session, Throwable cause) {
        leave();
    }

    private void leave() {
        Member leaving = member;
        if (leaving != null) {
            room.leave(leaving);
        }
    }

    private static void close(Session session, CloseCodes code, String reason) {
        try {
            session.close(new CloseReason(code, reason));
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    /** Makes an endpoint for each connection, and tells it who is logged in. */
    static final class Configurator extends ServerEndpointConfig.Configurator {
        private final Room room;

        Configurator(Room room) {
            this.room = room;
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            String user = User.of((HttpSession) request.getHttpSession());
            // The properties are those of this one handshake (WebSocket 2.1, section 3.1.3).
            if (user != null) {
                config.getUserProperties().put(User.ATTRIBUTE, user);
            }
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new JakartaChat(room));
        }
    }

    private record JakartaOutlet(Session session) implements Outlet {
        @Override
        public void send(String text, Done done) {
            session.getAsyncRemote().sendText(text, result -> done.done(result.isOK()));
        }

        @Override
        public void drop() {
            close(session, CloseCodes.GOING_AWAY, "too slow");
        }
    }
}
