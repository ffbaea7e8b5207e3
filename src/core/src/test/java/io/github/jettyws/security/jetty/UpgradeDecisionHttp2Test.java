package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.UpgradeDecisions.any;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.jetty.UpgradeDecisions.Decision;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same over HTTP/2: whatever Jetty's handshaker would upgrade, the gate takes for an upgrade, and what the gate finds
 * well-formed, Jetty upgrades. The requests are extended CONNECTs (RFC 8441) and everything near them.
 */
class UpgradeDecisionHttp2Test {
    private static final int REQUESTS = 1500;

    private static final String NONE = "none";

    // What an extended CONNECT has, and what it may have in the place of that.
    private static final String[] METHODS = {"CONNECT", "connect", "GET", "POST", "HEAD", "OPTIONS", "TRACE"};
    private static final String[] PROTOCOLS = {
        "websocket", "WebSocket", "websocket ", " websocket", "websocket,foo", "connect-udp", "h2c", "", NONE
    };
    private static final String[] VERSIONS = {
        "13", "8", "013", "13, 8", "13,13", "+13", "256", "", NONE, "13\n8", "8\n13", "13\n13"
    };
    private static final String[] KEYS = {NONE, "dGhlIHNhbXBsZSBub25jZQ==", "x", ""};
    private static final String[] UPGRADES = {NONE, "websocket", "WebSocket", "h2c", "websocket, h2c"};
    private static final String[] CONNECTIONS = {NONE, "TE", "Upgrade", "upgrade, TE", "close"};
    private static final String[] ORIGINS = {
        "https://localhost", NONE, "null", "", "https://localhost\nhttps://evil.example"
    };
    private static final String[] OFFERS = {NONE, "chat", "chat, chat", "a\nb", "bad token", ""};
    private static final String[] EXTENSIONS = {NONE, "permessage-deflate", "permessage-deflate;x=1", "@guard", ";"};
    private static final String[] LENGTHS = {NONE, "0", "7"};

    private final Server server = new Server();
    private final UpgradeDecisions decisions = new UpgradeDecisions();
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        // As the module http2c has it; the default of Jetty's factory.
        http2.setConnectProtocolEnabled(true);
        // Malformed requests by the thousand are the point.
        http2.setRateControlFactory(new RateControl.Factory() {});
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http), http2);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(decisions);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void request_upgradedByJetty_isAnUpgradeToTheGate(long seed) throws Exception {
        Random random = new Random(seed);
        int upgraded = 0;
        int plain = 0;
        int unheard = 0;
        int wellFormed = 0;
        try (Http2Client client = new Http2Client(connector.getLocalPort())) {
            for (int i = 0; i < REQUESTS; i++) {
                MetaData.Request request = request(random);
                boolean last = random.nextInt(3) == 0;
                String shown = request + " " + request.getProtocol() + " " + last + "\n" + request.getHttpFields();

                String outcome = client.request(request, last);
                Optional<Decision> heard = decisions.take();

                if (heard.isEmpty()) {
                    // Jetty's decoder has refused it. Any other answer would be one past the gate.
                    unheard++;
                    assertTrue(outcome.startsWith("4") || outcome.startsWith("reset"), outcome + " " + shown);
                    continue;
                }
                Decision decision = heard.get();
                if (decision.isUpgraded()) {
                    upgraded++;
                    assertTrue(decision.isUpgrade(), shown);
                } else {
                    plain++;
                }
                if (decision.isWellFormed()) {
                    wellFormed++;
                    assertTrue(decision.isUpgraded(), shown);
                }
            }
        }
        // Otherwise the test would have shown nothing.
        String counts =
                upgraded + " upgraded, " + wellFormed + " well-formed, " + plain + " plain, " + unheard + " unheard";
        assertTrue(wellFormed > REQUESTS / 50 && upgraded - wellFormed > REQUESTS / 50, counts);
        assertTrue(plain > REQUESTS / 50 && unheard > REQUESTS / 50, counts);
        assertEquals(REQUESTS, upgraded + plain + unheard);
    }

    private static MetaData.Request request(Random random) {
        String method = mostly(random, METHODS);
        String protocol = mostly(random, PROTOCOLS);
        HttpFields.Mutable fields = HttpFields.build();
        add(fields, "upgrade", mostly(random, UPGRADES));
        add(fields, "connection", mostly(random, CONNECTIONS));
        add(fields, "sec-websocket-version", mostly(random, VERSIONS));
        add(fields, "sec-websocket-key", mostly(random, KEYS));
        add(fields, "sec-websocket-protocol", mostly(random, OFFERS));
        add(fields, "sec-websocket-extensions", mostly(random, EXTENSIONS));
        add(fields, "origin", mostly(random, ORIGINS));
        add(fields, "content-length", mostly(random, LENGTHS));
        return new Http2Request(method, protocol.equals(NONE) ? null : protocol, fields);
    }

    /** The first three times out of four. */
    private static String mostly(Random random, String... values) {
        return random.nextInt(4) > 0 ? values[0] : any(random, values);
    }

    /** One field line for each line of the value. */
    private static void add(HttpFields.Mutable fields, String name, String values) {
        if (!values.equals(NONE)) {
            for (String value : values.split("\n", -1)) {
                // Jetty's encoder leaves out what HTTP/2 has no use for, unless it does not know it by its name.
                fields.add(new HttpField(null, name, value));
            }
        }
    }

    /** A request with a {@code :protocol}, whatever its method: Jetty's own has none but with CONNECT. */
    private static final class Http2Request extends MetaData.Request {
        private final @Nullable String protocol;

        Http2Request(String method, @Nullable String protocol, HttpFields fields) {
            super(method, HttpURI.from("http://localhost/echo"), HttpVersion.HTTP_2, fields);
            this.protocol = protocol;
        }

        @Override
        public @Nullable String getProtocol() {
            return protocol;
        }
    }
}
