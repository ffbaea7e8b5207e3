package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.CsrfRule;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.auth.TicketBond;
import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.auth.Tickets;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.LogText;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who sent a request, by asking the schemes of a policy one after the other: the first whose credential is
 * there decides. A session is asked for in the context alone, so that at the gate what comes after it has to wait, unless
 * there is no cookie that could lead to one. Asynchronous schemes are asked by somebody else, at the gate, and what comes
 * after them waits for the answer. Not thread-safe.
 */
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    private final Policy policy;
    private final AuthRules rules;
    private final Handshake handshake;
    private final Map<AsyncAuthenticator, Proof> answers;
    private int next;
    private @Nullable Verdict decided;
    private @Nullable Identity identity;
    private @Nullable SessionView session;
    private Supplier<@Nullable TicketBond> bond = () -> null;

    /** What a ticket was good for, and in which context: it is redeemed once, however many policies ask for it there. */
    private @Nullable Proof redeemed;

    private @Nullable TicketBond redeemedWith;

    /** Whether a browser may have added what was proved, by itself. */
    private boolean ambient = true;

    Authentication(Policy policy, Handshake handshake) {
        this(policy, handshake, Map.of());
    }

    private Authentication(Policy policy, Handshake handshake, Map<AsyncAuthenticator, Proof> answers) {
        this.policy = policy;
        this.rules = policy.auth();
        this.handshake = handshake;
        this.answers = new HashMap<>(answers);
    }

    /** Begins anew under another policy; neither a ticket that was redeemed nor an answer is asked for again. */
    Authentication under(Policy other) {
        Authentication again = new Authentication(other, handshake, answers);
        again.redeemed = redeemed;
        again.redeemedWith = redeemedWith;
        return again;
    }

    /** Tells which context the request has come to, and what else a ticket is tied to. */
    void enter(Supplier<@Nullable TicketBond> entered) {
        bond = entered;
    }

    /** Makes a ticket for who it is, empty where there is no room, or nobody is known. */
    Optional<String> issue(Tickets tickets) {
        TicketBond asked = bond.get();
        return identity == null || asked == null
                ? Optional.empty()
                : tickets.issue(new Proof.Proved(identity, session), asked);
    }

    /** Who it is, {@code null} where that is not known, or not yet. */
    @Nullable
    Identity identity() {
        return identity;
    }

    /** The session that tells who it is, {@code null} where another credential does. */
    @Nullable
    SessionView session() {
        return session;
    }

    /** Asks as far as that goes without the context. */
    Verdict atGate() {
        return ask(null);
    }

    /** The asynchronous scheme that has to be asked before the request goes on, {@code null} where there is none. */
    @Nullable
    AsyncAuthenticator question() {
        if (decided == null) {
            for (Scheme scheme : rules.schemes().subList(next, rules.schemes().size())) {
                if (scheme instanceof AsyncAuthenticator unasked && !answers.containsKey(unasked)) {
                    return unasked;
                }
            }
        }
        return null;
    }

    /** Takes an answer, and goes on as far as that leads. */
    Verdict answer(AsyncAuthenticator scheme, Proof proof) {
        answers.put(scheme, proof);
        return atGate();
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

    /**
     * Asks for the CSRF token of the application, unless the page has shown a credential that no browser adds by itself.
     * Where there is neither a session nor an identity, there is nothing that another site could make use of.
     */
    Verdict csrf(Supplier<@Nullable SessionView> inContext) {
        CsrfRule rule = rules.csrf();
        if (rule == null || !ambient || decided != Verdict.PROCEED) {
            return Verdict.PROCEED;
        }
        SessionView found = session == null ? inContext.get() : session;
        boolean nothingToUse = found == null && identity == null;
        return nothingToUse || rule.matches(found, handshake) ? Verdict.PROCEED : Verdict.refuse(Reason.CSRF_TOKEN);
    }

    private Verdict ask(@Nullable Supplier<@Nullable SessionView> session) {
        while (next < rules.schemes().size()) {
            Scheme scheme = rules.schemes().get(next);
            if (session == null && mustWait(scheme)) {
                return Verdict.PROCEED;
            }
            if (isUnasked(scheme)) {
                // Where the gate has reported a refusal, nobody was asked from there on.
                return policy.mode() == Mode.REPORT ? Verdict.PROCEED : Verdict.refuse(Reason.GUARD_FAILURE);
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

    private boolean mustWait(Scheme scheme) {
        if (scheme instanceof TicketScheme ticket) {
            return ticket.isPresent(handshake);
        }
        return scheme instanceof SessionScheme
                ? !handshake.headers().values("Cookie").isEmpty()
                : isUnasked(scheme);
    }

    private boolean isUnasked(Scheme scheme) {
        return scheme instanceof AsyncAuthenticator && !answers.containsKey(scheme);
    }

    private Proof prove(Scheme scheme, @Nullable Supplier<@Nullable SessionView> inContext) {
        if (scheme instanceof Authenticator authenticator) {
            return Objects.requireNonNull(authenticator.prove(handshake), "no proof");
        }
        if (scheme instanceof AsyncAuthenticator asked) {
            return Objects.requireNonNull(answers.get(asked));
        }
        if (scheme instanceof TicketScheme ticket) {
            return redeem(ticket);
        }
        return ((SessionScheme) scheme).prove(inContext == null ? null : inContext.get());
    }

    private Proof redeem(TicketScheme scheme) {
        Proof before = redeemed;
        TicketBond shown = bond.get();
        if (before != null && Objects.equals(shown, redeemedWith)) {
            return before;
        }
        Proof proof = scheme.prove(handshake, shown);
        redeemed = proof instanceof Proof.Absent ? null : proof;
        redeemedWith = shown;
        return proof;
    }

    private Verdict verdict(Scheme scheme, Proof proof) {
        if (proof instanceof Proof.Proved proved) {
            // A ticket stands for another credential.
            Identity known = scheme instanceof TicketScheme
                    ? proved.identity()
                    : proved.identity().by(scheme.scheme());
            identity = known;
            session = proved.session();
            ambient = scheme.isAmbient();
            return rules.permission().permits(known) ? Verdict.PROCEED : Verdict.refuse(Reason.FORBIDDEN);
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
