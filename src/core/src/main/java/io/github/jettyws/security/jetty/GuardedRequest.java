package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.LogText;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upgrade request that has passed the gate, on its way to an application. It is the choke point: whichever way an
 * application upgrades, Jetty sets the new connection as an attribute of the request just before it commits the 101, and
 * that is refused unless the message guard is in place.
 *
 * <p>One thread at a time handles a request, as Jetty sees to it.
 */
final class GuardedRequest extends Request.Wrapper {
    private static final String ATTRIBUTE = GuardedRequest.class.getName();
    private static final String AUTHENTICATION = Request.AuthenticationState.class.getName();
    private static final Logger LOG = LoggerFactory.getLogger(GuardedRequest.class);
    private static final AtomicLong IDS = new AtomicLong();

    /** Those that have not been answered, by the id that they offer the extension with. */
    private static final ConcurrentMap<String, GuardedRequest> OFFERING = new ConcurrentHashMap<>();

    private final Protection protection;
    private final String id;
    private final HttpFields allowed;
    private final HttpFields offered;
    private final HttpURI uri;
    private final AppIdentity identity = new AppIdentity();
    private volatile Attempt attempt;
    private volatile boolean ended;
    private @Nullable Policy admittedBy;
    private @Nullable Policy refusedBy;
    private @Nullable GuardExtension extension;
    private @Nullable WebSocketCoreSession negotiated;
    private @Nullable Request entered;
    private Verdict.@Nullable Refusal refusal;
    private boolean guarded;
    private boolean negotiatorSecured;
    private boolean handshakerSecured;

    GuardedRequest(Request request, Protection protection, Attempt attempt) {
        super(request);
        addHttpStreamWrapper(stream -> new GuardedStream(stream, this));
        this.protection = protection;
        this.attempt = attempt;
        this.id = Long.toString(IDS.incrementAndGet());
        this.allowed = allow(request.getHeaders(), attempt.policy());
        this.offered = HttpFields.build(allowed)
                .add(HttpHeader.SEC_WEBSOCKET_EXTENSIONS, GuardExtension.NAME + ";" + GuardExtension.ID + "=" + id)
                .asImmutable();
        // Of a connector that was added after the start, nobody else has taken the tokens out.
        this.uri = QueryTokens.strip(request.getHttpURI(), attempt.policy().tokens());
        OFFERING.put(id, this);
    }

    /** What the policy lets the application see of what the client sent. */
    private static HttpFields allow(HttpFields headers, Policy policy) {
        List<String> sent = headers.getValuesList(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);
        List<String> protocols = policy.tokens().stripProtocols(sent);
        boolean compression = policy.upgrades().allowCompression();
        if (compression && protocols.equals(sent)) {
            return headers;
        }
        HttpFields.Mutable allowed = HttpFields.build(headers).remove(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);
        protocols.forEach(line -> allowed.add(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, line));
        if (!compression) {
            // Of what a client may offer, Jetty knows extensions that compress, and no others.
            allowed.remove(HttpHeader.SEC_WEBSOCKET_EXTENSIONS);
        }
        return allowed.asImmutable();
    }

    /** Tells whether a client offers what only the gate may. No client has a reason to. */
    static boolean isForged(HttpFields headers) {
        for (HttpField field : headers) {
            String value = field.getValue();
            if (field.getHeader() == HttpHeader.SEC_WEBSOCKET_EXTENSIONS
                    && value != null
                    && value.toLowerCase(Locale.ROOT).contains(GuardExtension.NAME)) {
                return true;
            }
        }
        return false;
    }

    /** Finds it behind all that containers wrap around it; {@code null} where the request did not come by the gate. */
    static @Nullable GuardedRequest of(Request request) {
        return (GuardedRequest) request.getAttribute(ATTRIBUTE);
    }

    static GuardedRequest offering(String id) {
        GuardedRequest request = OFFERING.get(id);
        if (request == null) {
            throw new IllegalArgumentException("no request offers this");
        }
        return request;
    }

    @Override
    public HttpFields getHeaders() {
        return handshakerSecured ? allowed : offered;
    }

    @Override
    public HttpURI getHttpURI() {
        return uri;
    }

    /** Answers for itself, so that no application can take it away. */
    @Override
    public @Nullable Object getAttribute(String name) {
        return ATTRIBUTE.equals(name) ? this : super.getAttribute(name);
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object attribute) {
        if (HttpStream.UPGRADE_CONNECTION_ATTRIBUTE.equals(name)) {
            return super.setAttribute(name, choke(attribute));
        } else if (PathSpec.class.getName().equals(name) && !negotiatorSecured) {
            // Mappings that are not ours have found an endpoint, and will ask its creator next.
            throwIfPresent(admit(this, this::session));
        } else if (AUTHENTICATION.equals(name)
                && attribute == null
                && identity.isToldBy(Request.getAuthenticationState(this))) {
            // A security handler without a login of its own, that comes after the entrance of its context.
            return attribute;
        }
        return super.setAttribute(name, attribute);
    }

    /** Gives the connection that opens instead. */
    private @Nullable Object choke(@Nullable Object connection) {
        if (extension != null && extension.getCoreSession() instanceof WebSocketCoreSession session) {
            negotiated = session;
        }
        if (negotiated == null
                || (!guarded && extension == null)
                || !(connection instanceof WebSocketConnection opening)) {
            refuseUnguarded(connection);
            return connection;
        }
        if (guarded) {
            if (extension != null) {
                extension.standAside();
            }
            return replace(opening, negotiated);
        }
        GuardExtension guard = Objects.requireNonNull(extension);
        throwIfPresent(admit(protection.policy(guard.path()), this, this::session));
        guard.guard(attempt, owner());
        WebSocketConnection replacement = replace(opening, negotiated);
        replacement.addEventListener(guard);
        return replacement;
    }

    /** Nothing has used either of them yet. */
    private WebSocketConnection replace(WebSocketConnection connection, WebSocketCoreSession session) {
        Context context = ContextHandler.getCurrentContext();
        GuardedCoreSession replacement = GuardedCoreSession.of(
                session,
                context == null ? getContext() : context,
                attempt.policy().traffic().maxRatio());
        return GuardedWebSocketConnection.of(connection, getConnectionMetaData().getConnector(), replacement);
    }

    private void refuseUnguarded(@Nullable Object connection) {
        LOG.warn(
                "{}: {} would open without the message guard. Has the application replaced the extensions that were"
                        + " negotiated (setExtensions)? It should keep those that it did not add.",
                LogText.quote(Handshakes.path(getHttpURI())),
                connection == null ? "nothing" : connection.getClass().getName());
        throwIfPresent(attempt.refuseUnguarded());
    }

    /** That of the servlet which upgrades, or else that of the context of Jetty's core which was entered last. */
    private @Nullable SessionView session() {
        SessionView ofServlet = ServletSession.of(this);
        Request inContext = entered;
        return ofServlet != null || inContext == null
                ? ofServlet
                : CookieSession.of(inContext, inContext.getSession(false));
    }

    /** Tells how the request looks in a context of Jetty's core that it has come to. */
    void enter(Request inContext) {
        entered = inContext;
    }

    private void throwIfPresent(Optional<Verdict.Refusal> refused) {
        if (refused.isPresent()) {
            refusal = refused.get();
            throw new HttpException.RuntimeException(refused.get().status());
        }
    }

    /**
     * Asks what needs the context, for the path that is about to open: a rewrite or a forward may have led to another
     * one than the gate saw, whose policy is then asked from the start. What a policy has admitted is not asked again, but
     * for the user of the container, which it may have found out since.
     */
    Optional<Verdict.Refusal> admit(Request inContext, Supplier<@Nullable SessionView> session) {
        return admit(protection.policy(inContext), inContext, session);
    }

    private Optional<Verdict.Refusal> admit(Policy policy, Request inContext, Supplier<@Nullable SessionView> session) {
        try {
            if (policy.equals(refusedBy)) {
                // An application that catches what refuses it, and tries again.
                return refused();
            }
            Optional<Verdict.Refusal> refused = Optional.empty();
            if (!policy.equals(admittedBy)) {
                refused = policy.equals(attempt.policy()) ? Optional.empty() : restart(policy);
                attempt.enter(owner());
                refused = refused.isPresent() ? refused : attempt.admit(session);
            }
            refused = refused.isPresent() ? refused : attempt.agree(() -> identity.ofContainer(inContext));
            if (refused.isEmpty()) {
                tell(inContext);
            }
            return note(policy, refused);
        } catch (Throwable failure) {
            protection.guard().failed(GuardedRequest.class.getName(), failure);
            return note(policy, attempt.refuse(Stage.CREATOR, Reason.GUARD_FAILURE));
        }
    }

    private Optional<Verdict.Refusal> note(Policy policy, Optional<Verdict.Refusal> refused) {
        admittedBy = refused.isPresent() ? null : policy;
        refusedBy = refused.isPresent() ? policy : null;
        refusal = refused.orElse(null);
        return refused;
    }

    /** In mode {@code report} the application goes on as if there were no guard. */
    private void tell(Request inContext) {
        if (attempt.policy().mode() == Mode.ENFORCE) {
            identity.tell(inContext, attempt.identity());
        }
    }

    private Optional<Verdict.Refusal> restart(Policy policy) {
        Attempt next = attempt.under(policy);
        attempt = next;
        if (ended) {
            // Meanwhile, by another thread, which ended the one before.
            next.end();
        }
        return next.gate();
    }

    /** Tells that a negotiator is looked up that asks for itself, or no longer. */
    void setNegotiatorSecured(boolean secured) {
        negotiatorSecured = secured;
    }

    /** Tells that a handshake begins whose endpoint is guarded without the extension, or that it is over. */
    void setHandshakerSecured(boolean secured) {
        handshakerSecured = secured;
    }

    /** Why the request was refused last, for whoever is in the middle of upgrading may write no response for us. */
    Optional<Verdict.Refusal> refused() {
        return Optional.ofNullable(refusal);
    }

    /** Notes that the request has been answered. */
    void end() {
        ended = true;
        OFFERING.remove(id);
        attempt.end();
    }

    /** Tells the choke point that the frames of the upgrade pass the guard. To be called once admitted. */
    Attempt guard() {
        guarded = true;
        return attempt;
    }

    /** Gives the context that the upgrade happens in: it ends the connections that are its own. */
    Object owner() {
        Context context = ContextHandler.getCurrentContext();
        return context == null ? this : context;
    }

    /** Notes the session that is about to open. */
    void negotiate(WebSocketCoreSession session) {
        negotiated = session;
    }

    void attach(GuardExtension attached) {
        extension = attached;
    }
}
