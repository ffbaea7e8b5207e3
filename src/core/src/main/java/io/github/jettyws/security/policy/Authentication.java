package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.LogText;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who sent a request, by asking the schemes of a policy one after the other: the first whose credential is
 * there decides. A session is asked for in the context alone, so that at the gate what comes after it has to wait, unless
 * there is no cookie that could lead to one. Not thread-safe.
 */
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    private final Policy policy;
    private final AuthRules rules;
    private final Handshake handshake;
    private int next;
    private @Nullable Verdict decided;
    private @Nullable Identity identity;
    private @Nullable SessionView session;

    Authentication(Policy policy, Handshake handshake) {
        this.policy = policy;
        this.rules = policy.auth();
        this.handshake = handshake;
    }

    /** Who it is, {@code null} where that is not known, or not yet. */
    @Nullable
    Identity identity() {
        return identity;
    }

    /** The session that tells who it is, {@code null} where another credential does. */
    @Nullable
    SessionView session() {
        return identity == null ? null : session;
    }

    /** Asks as far as that goes without the context. */
    Verdict atGate() {
        return ask(null);
    }

    /**
     * Asks the rest. What was decided is not decided again: whoever was refused stays refused, however often an
     * application tries, and what was only reported is reported once.
     */
    Verdict inContext(Supplier<@Nullable SessionView> session) {
        Verdict before = decided;
        if (before == null) {
            return ask(session);
        }
        return policy.mode() == Mode.ENFORCE ? before : Verdict.PROCEED;
    }

    private Verdict ask(@Nullable Supplier<@Nullable SessionView> session) {
        while (next < rules.schemes().size()) {
            Scheme scheme = rules.schemes().get(next);
            if (scheme instanceof SessionScheme && session == null && hasCookie()) {
                return Verdict.PROCEED;
            }
            Proof proof = prove(scheme, session);
            next++;
            if (!(proof instanceof Proof.Absent)) {
                return decide(verdict(scheme, proof));
            }
        }
        return decide(rules.required() ? unauthenticated(null) : Verdict.PROCEED);
    }

    private Verdict decide(Verdict verdict) {
        decided = verdict;
        return verdict;
    }

    private boolean hasCookie() {
        return !handshake.headers().values("Cookie").isEmpty();
    }

    private Proof prove(Scheme scheme, @Nullable Supplier<@Nullable SessionView> inContext) {
        if (scheme instanceof Authenticator authenticator) {
            return authenticator.prove(handshake);
        }
        SessionView found = inContext == null ? null : inContext.get();
        Proof proof = ((SessionScheme) scheme).prove(found);
        session = proof instanceof Proof.Proved ? found : null;
        return proof;
    }

    private Verdict verdict(Scheme scheme, Proof proof) {
        if (proof instanceof Proof.Proved proved) {
            identity = proved.identity();
            return rules.permission().permits(proved.identity()) ? Verdict.PROCEED : Verdict.refuse(Reason.FORBIDDEN);
        }
        policy.failures().count(handshake);
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} of {}: {}",
                    scheme.scheme(),
                    LogText.quote(handshake.caller().clientText()),
                    ((Proof.Rejected) proof).why());
        }
        return unauthenticated(scheme);
    }

    private Verdict unauthenticated(@Nullable Scheme rejected) {
        return Verdict.refuse(Reason.UNAUTHENTICATED, rules.challenge(rejected));
    }
}
