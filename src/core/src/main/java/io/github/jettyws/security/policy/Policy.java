package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.limit.Slots;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.message.ShapeAction;
import io.github.jettyws.security.message.ShapeRules;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything decided for one path. Immutable but for what is counted, which is thread-safe.
 *
 * @param mode what happens to a refusal
 * @param upgrades what is decided as an upgrade completes
 * @param address who may connect by address; asked again of open connections when a list has changed
 * @param checks what is asked at the gate, in this order and {@code address} among it; the first refusal decides. The
 *     list is immutable
 * @param slots how many connections may be open
 * @param auth who may connect
 * @param failures who has sent too many bad credentials; asked among the checks
 * @param limits how large messages may be
 * @param rates how much each client may send
 * @param lifetime what ends connections
 * @param plugins what is asked at the gate and answered later
 * @param shapes what messages may be
 * @param traffic what the traffic of a connection is held to beside its messages
 */
public record Policy(
        Mode mode,
        UpgradeRules upgrades,
        AddressCheck address,
        List<HandshakeCheck> checks,
        Slots slots,
        AuthRules auth,
        AuthFailures failures,
        MessageLimits limits,
        MessageRates rates,
        LifetimeRules lifetime,
        AsyncPlugins plugins,
        ShapeRules shapes,
        TrafficRules traffic) {
    /**
     * Tells whether the guard may have to answer messages of the client.
     *
     * @return whether it may
     */
    public boolean answers() {
        return lifetime.renewal()
                || rates.action().ladder().has(RateStep.REPLY)
                || shapes.action() == ShapeAction.REPLY;
    }

    /**
     * Gives the policy for whoever asks for a ticket: what is asked about every upgrade, as far as it says something about
     * such a request, and what the scheme asks. There is no mode {@code report} here: a ticket that should have been refused
     * would be good elsewhere.
     *
     * @param scheme gives out the tickets
     * @return the policy
     */
    public Policy forTickets(TicketScheme scheme) {
        List<HandshakeCheck> asked = Stream.concat(
                        checks.stream().filter(check -> !check.isForUpgradesOnly()), scheme.checks().stream())
                .toList();
        return new Policy(
                Mode.ENFORCE,
                upgrades,
                address,
                asked,
                slots,
                auth.forTickets(),
                failures,
                limits,
                rates,
                lifetime,
                plugins,
                shapes,
                traffic);
    }

    /**
     * Tells where tokens stand that are not for the application to see. In mode {@code report} it sees the request as it
     * came: it may still depend on them itself.
     *
     * @return the places
     */
    public TokenSources tokens() {
        return mode == Mode.ENFORCE ? auth.tokens() : TokenSources.NONE;
    }
}
