package io.github.jettyws.security.message;

import com.google.gson.JsonElement;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.json.JsonFault;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.Utf8;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.schema.SchemaFile;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one policy may be, asked in this order: the type, the format, the schema, the checks of the operator.
 * Format and schema are for text. The first refusal decides. Thread-safe, if the checks are.
 */
public final class ShapeRules {
    private final String policyPath;
    private final Set<Kind> types;
    private final Format format;
    private final ShapeAction action;
    private final Map<Kind, List<MessageCheck>> checks = new EnumMap<>(Kind.class);

    /**
     * What text has to be. Immutable.
     *
     * @param gate what is JSON, {@code null} where any text may pass; then there is no schema, and there are no events
     * @param schema what JSON has to fit, {@code null} where any may pass
     * @param events the limits by event
     */
    public record Format(@Nullable JsonGate gate, @Nullable SchemaFile schema, EventLimits events) {
        /** Any text. */
        public static final Format ANY = new Format(null, null, EventLimits.NONE);

        /**
         * Makes a format.
         *
         * @param gate what is JSON
         * @param schema what it has to fit
         * @param events the limits by event
         * @throws IllegalArgumentException if there is a schema, or an event, for text that need not be JSON
         */
        public Format {
            if (gate == null && (schema != null || !events.byName().isEmpty())) {
                throw new IllegalArgumentException("expected a gate for JSON");
            }
        }
    }

    /**
     * Makes rules.
     *
     * @param policyPath the path of the policy
     * @param types which kinds may pass
     * @param format what text has to be
     * @param checks what else is asked, in this order
     * @param action what becomes of a message that may not pass
     */
    public ShapeRules(
            String policyPath, Set<Kind> types, Format format, List<MessageCheck> checks, ShapeAction action) {
        this.policyPath = policyPath;
        this.types = Collections.unmodifiableSet(EnumSet.copyOf(types));
        this.format = format;
        this.action = action;
        for (Kind kind : Kind.values()) {
            this.checks.put(
                    kind,
                    checks.stream()
                            .filter(check -> check.kinds().contains(kind))
                            .toList());
        }
    }

    /**
     * Makes the rules that let everything pass.
     *
     * @param policyPath the path of the policy
     * @return the rules
     */
    public static ShapeRules any(String policyPath) {
        return new ShapeRules(policyPath, EnumSet.allOf(Kind.class), Format.ANY, List.of(), ShapeAction.CLOSE);
    }

    /**
     * Tells whether a message has to be there as a whole before it can be decided about. Where this is false, ask
     * {@link #begin(Kind)} alone.
     *
     * @param kind what it is
     * @return whether anything looks into it
     */
    public boolean needsWholeMessage(Kind kind) {
        return !checksFor(kind).isEmpty() || (kind == Kind.TEXT && format.gate() != null);
    }

    /**
     * Decides about a message by what its first frame says.
     *
     * @param kind what it is
     * @return why it may not pass, {@code null} if nothing is known against it yet
     */
    public @Nullable Reason begin(Kind kind) {
        return types.contains(kind) ? null : Reason.TYPE_NOT_ALLOWED;
    }

    /**
     * Decides about a whole message.
     *
     * @param kind what it is
     * @param payload its bytes after inflation, of all fragments; the buffer stays as it is
     * @param identity who sent it
     * @return the ruling
     */
    public ShapeRuling check(Kind kind, ByteBuffer payload, Optional<Identity> identity) {
        Reason notAllowed = begin(kind);
        if (notAllowed != null) {
            return refused(MessageVerdict.refuse(notAllowed));
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        if (kind == Kind.BINARY) {
            return new ShapeRuling(ask(new MessageView(bytes, null, identity, policyPath)), Optional.empty());
        }
        Optional<String> text = Utf8.decode(bytes);
        if (text.isEmpty()) {
            return malformed("");
        }
        ShapeRuling formatted = format(text.get());
        if (!formatted.verdict().passes()) {
            return formatted;
        }
        MessageVerdict asked = ask(new MessageView(bytes, text.get(), identity, policyPath));
        return asked.passes() ? formatted : refused(asked);
    }

    private ShapeRuling format(String text) {
        JsonGate gate = format.gate();
        if (gate == null) {
            return new ShapeRuling(MessageVerdict.PASS, Optional.empty());
        }
        SchemaFile schema = format.schema();
        if (schema == null && format.events().byName().isEmpty()) {
            // Nothing has to be built.
            return gate.check(text)
                    .map(ShapeRules::malformed)
                    .orElse(new ShapeRuling(MessageVerdict.PASS, Optional.empty()));
        }
        try {
            JsonElement message = gate.read(text);
            Optional<String> failing = schema == null ? Optional.empty() : schema.check(message);
            return failing.map(pointer -> refused(MessageVerdict.refuseAt(Reason.INVALID_MESSAGE, pointer)))
                    .orElseGet(() ->
                            new ShapeRuling(MessageVerdict.PASS, format.events().event(message)));
        } catch (JsonFault e) {
            return malformed(e.pointer());
        } catch (RuntimeException e) {
            // What the library of schemas throws that nobody has thought of.
            return refused(MessageVerdict.failed(e));
        }
    }

    private static ShapeRuling malformed(String pointer) {
        return refused(MessageVerdict.refuseAt(Reason.MALFORMED_MESSAGE, pointer));
    }

    private MessageVerdict ask(MessageView message) {
        for (MessageCheck check : checksFor(message.kind())) {
            MessageVerdict verdict = ask(check, message);
            if (!verdict.passes()) {
                return verdict;
            }
        }
        return MessageVerdict.PASS;
    }

    /** An error of somebody else's code refuses as an exception does, rather than let the message pass. */
    private static MessageVerdict ask(MessageCheck check, MessageView message) {
        try {
            return Objects.requireNonNull(check.check(message), "expected a verdict");
        } catch (Throwable failure) {
            return MessageVerdict.failed(failure);
        }
    }

    private List<MessageCheck> checksFor(Kind kind) {
        return checks.getOrDefault(kind, List.of());
    }

    private static ShapeRuling refused(MessageVerdict verdict) {
        return new ShapeRuling(verdict, Optional.empty());
    }

    /**
     * Tells what becomes of a message that may not pass.
     *
     * @return what to do
     */
    public ShapeAction action() {
        return action;
    }

    /**
     * Tells the limits by event.
     *
     * @return the limits, which the caller holds the event of a ruling against
     */
    public EventLimits events() {
        return format.events();
    }
}
