package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.RateWindows;
import java.util.List;

/**
 * Everything decided for one path. Immutable but for the rate windows, which are thread-safe.
 */
public final class Policy {
    private final Mode mode;
    private final UpgradeRules upgrades;
    private final List<HandshakeCheck> checks;
    private final AuthRules auth;
    private final MessageLimits limits;
    private final ClientKey key;
    private final RateWindows windows;

    /**
     * Makes a policy.
     *
     * @param mode what happens to a refusal
     * @param upgrades what is decided as an upgrade completes
     * @param checks what is asked at the gate, in this order; the first refusal decides
     * @param auth who may connect
     * @param limits how large messages may be
     * @param rate how many messages there may be
     * @param key what clients are counted by
     * @param ticker the time for rates
     */
    public Policy(
            Mode mode,
            UpgradeRules upgrades,
            List<HandshakeCheck> checks,
            AuthRules auth,
            MessageLimits limits,
            RateRules rate,
            ClientKey key,
            Ticker ticker) {
        this.mode = mode;
        this.upgrades = upgrades;
        this.checks = List.copyOf(checks);
        this.auth = auth;
        this.limits = limits;
        this.key = key;
        this.windows = new RateWindows(rate, ticker);
    }

    /**
     * Tells what happens to a refusal.
     *
     * @return the mode
     */
    public Mode mode() {
        return mode;
    }

    /**
     * Tells what is decided as an upgrade completes.
     *
     * @return the rules
     */
    public UpgradeRules upgrades() {
        return upgrades;
    }

    /**
     * Gives the size limits.
     *
     * @return the limits
     */
    public MessageLimits limits() {
        return limits;
    }

    List<HandshakeCheck> checks() {
        return checks;
    }

    AuthRules auth() {
        return auth;
    }

    RateMeter openMeter(Handshake handshake) {
        return windows.open(key.of(handshake.client(), handshake.peer()));
    }
}
