package io.github.jettyws.security.jetty;

import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.handshake.GrammarCheck;
import io.github.jettyws.security.handshake.Verdict;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Asks the gate about each request, then lets Jetty try, and keeps what both said for a test to compare. */
final class UpgradeDecisions extends Handler.Abstract {
    /**
     * What was said of one request.
     *
     * @param isUpgrade whether the gate takes it for an upgrade
     * @param isWellFormed whether the gate finds nothing wrong with its form
     * @param isUpgraded whether Jetty went so far as to ask for the endpoint
     */
    record Decision(boolean isUpgrade, boolean isWellFormed, boolean isUpgraded) {}

    private final WebSocketComponents components = new WebSocketComponents();
    private final AtomicReference<Decision> last = new AtomicReference<>();

    /** Takes what was said of the request that has just been answered; nothing where Jetty's parser kept it. */
    Optional<Decision> take() {
        return Optional.ofNullable(last.getAndSet(null));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean isUpgrade = Handshakes.isUpgrade(request);
        boolean isWellFormed =
                new GrammarCheck().check(Handshakes.of(request, Guards.guard(), Set.of())) == Verdict.PROCEED;
        last.set(new Decision(isUpgrade, isWellFormed, false));
        WebSocketNegotiator negotiator = (upgrade, answer, done) -> {
            last.set(new Decision(isUpgrade, isWellFormed, true));
            answer.setStatus(204);
            done.succeeded();
            return noEndpoint();
        };
        if (!Handshaker.newInstance().upgradeRequest(negotiator, request, response, callback, components, null)) {
            callback.succeeded();
        }
        return true;
    }

    private static FrameHandler noEndpoint() {
        return null;
    }

    static String any(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
