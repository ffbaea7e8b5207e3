package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many WebSockets over one HTTP/2 connection (RFC 8441) are many. */
class Http2SlotsTest {
    private static final int LIMIT = 3;

    private final TestServer server = new TestServer();
    private final HTTP2Client client = new HTTP2Client();

    @BeforeEach
    void start() throws Exception {
        server.set(security -> security.getPolicy().setConnectionsPerAddress(String.valueOf(LIMIT)))
                .start();
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        server.close();
    }

    /** A stream and the head of its response. */
    private record Asked(Stream stream, CompletableFuture<MetaData.Response> response) {
        MetaData.Response answer() throws Exception {
            return response.get(10, TimeUnit.SECONDS);
        }

        void reset() {
            stream.reset(new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        }
    }

    private Session connect() throws Exception {
        CountDownLatch settings = new CountDownLatch(1);
        Session session = client.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), new Session.Listener() {
                            @Override
                            public void onSettings(Session opened, SettingsFrame frame) {
                                settings.countDown();
                            }
                        })
                .get(10, TimeUnit.SECONDS);
        assertTrue(settings.await(10, TimeUnit.SECONDS));
        return session;
    }

    /** Without a word: all streams end with their connection. */
    private static void cut(Session session) {
        ((HTTP2Session) session).getEndPoint().close();
    }

    private Asked ask(Session session, String path) throws Exception {
        HttpFields headers =
                HttpFields.build().put("Sec-WebSocket-Version", "13").put("Origin", "http://localhost");
        MetaData.Request connect = new MetaData.ConnectRequest(
                HttpScheme.HTTP, new HostPortHttpField("localhost", server.port()), path, headers, "websocket");
        CompletableFuture<MetaData.Response> response = new CompletableFuture<>();
        Stream stream = session.newStream(new HeadersFrame(connect, null, false), new Stream.Listener() {
                    @Override
                    public void onHeaders(Stream answered, HeadersFrame frame) {
                        response.complete((MetaData.Response) frame.getMetaData());
                    }
                })
                .get(10, TimeUnit.SECONDS);
        return new Asked(stream, response);
    }

    @Test
    void streams_ofOneConnection_countEach() throws Exception {
        Session session = connect();
        List<Asked> open = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            Asked asked = ask(session, "/app/echo");
            assertEquals(200, asked.answer().getStatus());
            open.add(asked);
        }
        MetaData.Response refused = ask(session, "/app/echo").answer();
        assertEquals(429, refused.getStatus());
        assertEquals("60", refused.getHttpFields().get("Retry-After"));

        open.get(0).reset();
        TestServer.awaitHeld(LIMIT - 1, server.slots());
        assertEquals(200, ask(session, "/app/echo").answer().getStatus());
        cut(session);
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void streams_parallel_exactlyTheLimit() throws Exception {
        for (int round = 0; round < 20; round++) {
            Session session = connect();
            List<Asked> asked = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                asked.add(ask(session, "/app/echo"));
            }
            int accepted = 0;
            for (Asked one : asked) {
                int status = one.answer().getStatus();
                assertTrue(status == 200 || status == 429, "status " + status);
                accepted += status == 200 ? 1 : 0;
            }
            assertEquals(LIMIT, accepted);
            cut(session);
            TestServer.awaitHeld(0, server.slots());
        }
    }

    /** Resets in quick succession are what CVE-2023-44487 is about; Jetty ends a connection with too many of them. */
    @Test
    void streams_resetInTheMiddle_everySlotIsFree() throws Exception {
        for (int connection = 0; connection < 10; connection++) {
            Session session = connect();
            for (int i = 0; i < 20; i++) {
                ask(session, i % 3 == 0 ? "/app/nothing" : "/app/echo").reset();
            }
            if (connection % 2 == 0) {
                cut(session);
            }
        }
        TestServer.awaitHeld(0, server.slots());
    }

    @Test
    void streams_answeredWithoutUpgrade_slotIsFree() throws Exception {
        Session session = connect();
        for (int i = 0; i < 2 * LIMIT; i++) {
            assertEquals(404, ask(session, "/app/nothing").answer().getStatus());
            TestServer.awaitHeld(0, server.slots());
        }
    }
}
