package io.github.jettyws.security.jetty;

import io.github.jettyws.security.WebSocketSecurity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.SecurityListener;
import io.github.jettyws.security.limit.Slots;
import io.github.jettyws.security.policy.Policy;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/** A server with the guard and, at {@code /app/echo}, an endpoint of Jetty's core that counts what reaches it. */
final class TestServer implements AutoCloseable, SecurityListener {
    final Server server = new Server();
    final WebSocketSecurity security = new WebSocketSecurity();
    final ContextHandlerCollection contexts = new ContextHandlerCollection();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger created = new AtomicInteger();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final BlockingQueue<SecurityEvent> events = new LinkedBlockingQueue<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final ServerConnector connector;
    private Consumer<CoreSession> onOpen = session -> {};
    private Consumer<Frame> onFrame = frame -> {};
    private Runnable onCreate = () -> {};
    private Runnable onEnd = () -> {};

    TestServer() {
        HttpConfiguration http = new HttpConfiguration();
        connector = new ServerConnector(
                server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        // Many clients connect at once, and a connection that finds no room in the queue is tried again a second later.
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setHandler(contexts);
        security.addListener(this);
        security.install(server);
        contexts.addHandler(context("/app"));
    }

    TestServer set(Consumer<WebSocketSecurity> settings) {
        settings.accept(security);
        return this;
    }

    TestServer onOpen(Consumer<CoreSession> raise) {
        onOpen = raise;
        return this;
    }

    /** Sees what reaches the endpoint. */
    TestServer onFrame(Consumer<Frame> look) {
        onFrame = look;
        return this;
    }

    /** Is run after the gate, and before the connection opens. */
    TestServer onCreate(Runnable meanwhile) {
        onCreate = meanwhile;
        return this;
    }

    /** Is run by the endpoint as it hears of the end. */
    TestServer onEnd(Runnable end) {
        onEnd = end;
        return this;
    }

    TestServer start() throws Exception {
        server.start();
        return this;
    }

    int port() {
        return connector.getLocalPort();
    }

    RawClient client() throws Exception {
        return new RawClient(port());
    }

    RawClient client(String from) throws Exception {
        return new RawClient(port(), from);
    }

    /** The slots of the policy of all paths. */
    Slots slots() {
        try {
            Object protection = read(SecurityGate.class, "protection", server.getHandler());
            return ((Policy) read(Protection.class, "otherwise", protection)).slots();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** Nobody but a test wants to know. */
    private static Object read(Class<?> type, String name, Object from) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(from));
    }

    /** Waits until so many are held: a client has its answer a moment before the request has ended. */
    static void awaitHeld(int expected, Slots slots) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (slots.held() != expected) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after ten seconds: " + slots + ", expected " + expected);
            }
            Thread.onSpinWait();
        }
    }

    /** Makes an endpoint, and counts it. */
    FrameHandler endpoint() {
        created.incrementAndGet();
        onCreate.run();
        return new Echo();
    }

    /** What happens next, in order. */
    SecurityEvent event() throws InterruptedException {
        SecurityEvent event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event within ten seconds");
        }
        return event;
    }

    /** A context whose endpoint is mapped as the containers of Jetty do it: through the mappings it finds. */
    ContextHandler context(String path) {
        ContextHandler context = new ContextHandler(path);
        SessionHandler sessionHandler = new SessionHandler();
        sessionHandler.setHandler(new Endpoints(context));
        context.setHandler(sessionHandler);
        return context;
    }

    private final class Endpoints extends Handler.Abstract {
        private final ContextHandler context;

        Endpoints(ContextHandler context) {
            this.context = context;
        }

        @Override
        protected void doStart() throws Exception {
            WebSocketServerComponents.ensureWebSocketComponents(getServer(), context);
            WebSocketMappings.ensureMappings(context)
                    .addMapping(
                            WebSocketMappings.parsePathSpec("/echo"),
                            WebSocketNegotiator.from(
                                    (request, response, callback) -> endpoint(),
                                    (endpoint, request, response) -> (FrameHandler) endpoint));
            super.doStart();
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            requests.incrementAndGet();
            String path = Request.getPathInContext(request);
            if (path.equals("/login") || path.equals("/anonymous")) {
                request.getSession(true).setAttribute(path.equals("/login") ? "user" : "other", "ana");
                callback.succeeded();
                return true;
            }
            Session session = request.getSession(false);
            if (session != null && changes(path, session, request, response)) {
                callback.succeeded();
                return true;
            }
            return WebSocketMappings.getMappings(context).upgrade(request, response, callback, null);
        }
    }

    /** What an application does with sessions that are there. */
    static boolean changes(String path, Session session, Request request, Response response) {
        switch (path) {
            case "/logout" -> session.invalidate();
            case "/renew" -> session.renewId(request, response);
            case "/brief" -> session.setMaxInactiveInterval(1);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Puts messages together with no limit of its own; answers {@code large:N} with N characters, others with themselves. */
    private final class Echo implements FrameHandler {
        private final StringBuilder message = new StringBuilder();
        private @Nullable CoreSession session;
        private int opcode;

        @Override
        public void onOpen(CoreSession opened, Callback callback) {
            session = opened;
            onOpen.accept(opened);
            callback.succeeded();
            opened.demand();
        }

        @Override
        public void onFrame(Frame frame, Callback callback) {
            CoreSession current = Objects.requireNonNull(session);
            onFrame.accept(frame);
            if (frame.isDataFrame()) {
                opcode = frame.getOpCode() == OpCode.CONTINUATION ? opcode : frame.getOpCode();
                message.append(frame.getPayloadAsUTF8());
                if (frame.isFin()) {
                    String whole = message.toString();
                    message.setLength(0);
                    messages.add(whole);
                    current.sendFrame(new Frame((byte) opcode, answer(whole)), Callback.NOOP, false);
                }
            }
            callback.succeeded();
            current.demand();
        }

        private String answer(String whole) {
            return whole.startsWith("large:") ? "x".repeat(Integer.parseInt(whole.substring(6))) : whole;
        }

        @Override
        public void onError(Throwable cause, Callback callback) {
            errors.add(cause);
            callback.succeeded();
        }

        @Override
        public void onClosed(CloseStatus closeStatus, Callback callback) {
            onEnd.run();
            callback.succeeded();
        }
    }

    @Override
    public void onAccepted(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onRefused(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onViolated(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onEnded(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onRenewed(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onBanned(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onUnbanned(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void onClosed(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
