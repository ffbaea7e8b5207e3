package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.RateSamples;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.FailureRate;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.SlotRules;
import io.github.jettyws.security.limit.Slots;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.message.ShapeRules;
import io.github.jettyws.security.policy.AsyncPlugins;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.AuthFailures;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.LifetimeRules;
import io.github.jettyws.security.policy.Policy;
import io.github.jettyws.security.policy.UpgradeRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

/** The request goes on to another path, under whose policy it begins again, while its stream ends by another thread. */
class GuardedRequestTest {
    private final FakeTicker ticker = new FakeTicker();
    private final Guard guard = Guards.guard();
    private final Policy before = policy();
    private final Request request = mock();

    private Policy policy(HandshakeCheck... checks) {
        RateRules rate = new RateRules(100, Duration.ofSeconds(10));
        return new Policy(
                Mode.ENFORCE,
                new UpgradeRules(false, true),
                new AddressCheck(AddressList.of(AddressSet.EMPTY), null),
                List.of(checks),
                new Slots(new SlotRules(10, 10, 0, false), Duration.ofMinutes(1), ticker),
                SessionRules.of(false, null),
                new AuthFailures(new FailureRate(rate, ticker), new ClientKey(64)),
                new MessageLimits(100, 100, 100, 100, Duration.ofMinutes(5)),
                RateSamples.closing(rate, ticker),
                new LifetimeRules(Duration.ZERO, true, Duration.ZERO, false, false),
                new AsyncPlugins(List.of(), Duration.ofSeconds(2), 1),
                ShapeRules.any("/"),
                new TrafficRules(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, 0));
    }

    private GuardedRequest guarded(Policy after) {
        when(request.getHeaders()).thenReturn(HttpFields.EMPTY);
        when(request.getHttpURI()).thenReturn(HttpURI.from("http://localhost/after"));
        Attempt attempt = guard.attempt(before, Requests.request().make());
        assertEquals(Optional.empty(), attempt.gate());
        assertEquals(1, before.slots().held());
        return new GuardedRequest(request, new Protection(guard, before, Map.of("/after", after)), attempt);
    }

    @Test
    void admit_underAnotherPolicy_holdsASlotThere() {
        Policy after = policy();
        GuardedRequest guarded = guarded(after);

        assertEquals(Optional.empty(), guarded.admit(request, () -> null));
        assertEquals(0, before.slots().held());
        assertEquals(1, after.slots().held());
        guarded.end();
        assertEquals(0, after.slots().held());
    }

    /** The end comes before there is a second attempt that it could be told to. */
    @Test
    void end_beforeTheSecondAttempt_holdsNoSlot() {
        Policy after = policy();
        GuardedRequest guarded = guarded(after);

        guarded.end();
        guarded.admit(request, () -> null);
        assertEquals(0, before.slots().held());
        assertEquals(0, after.slots().held());
    }

    /** The end comes when the second attempt has begun, and holds nothing yet. */
    @Test
    void end_betweenTheSecondAttemptAndItsSlot_holdsNoSlot() {
        GuardedRequest[] itself = new GuardedRequest[1];
        Policy after = policy(handshake -> {
            itself[0].end();
            return Verdict.PROCEED;
        });
        itself[0] = guarded(after);

        itself[0].admit(request, () -> null);
        assertEquals(0, before.slots().held());
        assertEquals(0, after.slots().held());
    }
}
