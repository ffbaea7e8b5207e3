package io.github.jettyws.security;

import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.message.MessageCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.jspecify.annotations.Nullable;

/** The part of a policy that says what a message may be. */
public abstract class MessageSettings extends RateSettings {
    private static final Duration LEAST_WINDOW = Duration.ofMillis(1);

    private final @Nullable MessageSettings parent;
    private final List<MessageCheck> messageChecks = new ArrayList<>();
    private final Map<String, RateRules> eventRates = new LinkedHashMap<>();

    MessageSettings(@Nullable MessageSettings parent) {
        super(parent);
        this.parent = parent;
    }

    /**
     * Adds a check of whole messages, which is asked after the built-in ones and after those of the policy of all paths.
     *
     * @param check the check
     * @throws IllegalStateException if the server has started
     */
    public void addMessageCheck(MessageCheck check) {
        ensureNotFixed();
        messageChecks.add(check);
    }

    /**
     * Limits the messages of one event, within the limit of all messages. The event is the text of the member {@code event}
     * of a message, which has to be JSON for that.
     *
     * @param event the name of the event; once more for the same one changes its limit
     * @param messages how many of them a client may send within the window, 0 to 1000000; 0 is no limit
     * @param window the length of the window, 1ms to 1h
     * @throws IllegalArgumentException if either cannot be understood
     * @throws IllegalStateException if the server has started
     */
    public void addRatePerEvent(String event, String messages, String window) {
        ensureNotFixed();
        try {
            eventRates.put(
                    event,
                    new RateRules(
                            Values.number(messages.strip(), 0, RateRules.MAX_MESSAGES),
                            Values.duration(window.strip(), LEAST_WINDOW, RateRules.MAX_WINDOW)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "event '" + event + "': '" + messages + "' in '" + window + "': " + e.getMessage(), e);
        }
    }

    List<MessageCheck> messageChecks() {
        List<MessageCheck> all = new ArrayList<>(parent == null ? List.of() : parent.messageChecks());
        all.addAll(messageChecks);
        return all;
    }

    /** The limits of all events, by name; those of this path take the place of those of all paths. */
    Map<String, RateRules> eventRates() {
        Map<String, RateRules> all = new LinkedHashMap<>(parent == null ? Map.of() : parent.eventRates());
        all.putAll(eventRates);
        return all;
    }

    /**
     * Gives {@code ws-security.message.types}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.types", readonly = true)
    public String getMessageTypes() {
        return get(Property.MESSAGE_TYPES);
    }

    /**
     * Sets {@code ws-security.message.types}.
     *
     * @param messageTypes the kinds of messages that may be sent, of {@code text} and {@code binary}, comma-separated
     */
    public void setMessageTypes(String messageTypes) {
        set(Property.MESSAGE_TYPES, messageTypes);
    }

    /**
     * Gives {@code ws-security.message.format}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.format", readonly = true)
    public String getMessageFormat() {
        return get(Property.MESSAGE_FORMAT);
    }

    /**
     * Sets {@code ws-security.message.format}.
     *
     * @param messageFormat what a text message has to be: {@code any}, or {@code json} for JSON by the letter of RFC 8259
     */
    public void setMessageFormat(String messageFormat) {
        set(Property.MESSAGE_FORMAT, messageFormat);
    }

    /**
     * Gives {@code ws-security.message.json.duplicateKeys}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.json.duplicateKeys", readonly = true)
    public String getMessageJsonDuplicateKeys() {
        return get(Property.MESSAGE_JSON_DUPLICATE_KEYS);
    }

    /**
     * Sets {@code ws-security.message.json.duplicateKeys}.
     *
     * @param messageJsonDuplicateKeys what happens to JSON with an object that has a name twice: {@code refuse} or {@code allow}
     */
    public void setMessageJsonDuplicateKeys(String messageJsonDuplicateKeys) {
        set(Property.MESSAGE_JSON_DUPLICATE_KEYS, messageJsonDuplicateKeys);
    }

    /**
     * Gives {@code ws-security.message.json.maxDepth}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.json.maxDepth", readonly = true)
    public String getMessageJsonMaxDepth() {
        return get(Property.MESSAGE_JSON_MAX_DEPTH);
    }

    /**
     * Sets {@code ws-security.message.json.maxDepth}.
     *
     * @param messageJsonMaxDepth how deep objects and arrays of JSON may be nested, 1 to 200; the outermost is the first
     */
    public void setMessageJsonMaxDepth(String messageJsonMaxDepth) {
        set(Property.MESSAGE_JSON_MAX_DEPTH, messageJsonMaxDepth);
    }

    /**
     * Gives {@code ws-security.message.schemaFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.schemaFile", readonly = true)
    public String getMessageSchemaFile() {
        return get(Property.MESSAGE_SCHEMA_FILE);
    }

    /**
     * Sets {@code ws-security.message.schemaFile}.
     *
     * @param messageSchemaFile the file with the JSON Schema (2020-12) that every text message has to fit, see {@link io.github.jettyws.security.schema.SchemaGate}
     */
    public void setMessageSchemaFile(String messageSchemaFile) {
        set(Property.MESSAGE_SCHEMA_FILE, messageSchemaFile);
    }

    /**
     * Gives {@code ws-security.message.schemaTimeout}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.schemaTimeout", readonly = true)
    public String getMessageSchemaTimeout() {
        return get(Property.MESSAGE_SCHEMA_TIMEOUT);
    }

    /**
     * Sets {@code ws-security.message.schemaTimeout}.
     *
     * @param messageSchemaTimeout how long one message may be held against it, 1ms to 10s; one that takes longer does not fit
     */
    public void setMessageSchemaTimeout(String messageSchemaTimeout) {
        set(Property.MESSAGE_SCHEMA_TIMEOUT, messageSchemaTimeout);
    }

    /**
     * Gives {@code ws-security.message.action}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.message.action", readonly = true)
    public String getMessageAction() {
        return get(Property.MESSAGE_ACTION);
    }

    /**
     * Sets {@code ws-security.message.action}.
     *
     * @param messageAction what becomes of a message that may not pass for its type, its format, its schema or an added check: {@code close} the connection, {@code drop} the message, or {@code reply}: drop it and tell the client where it failed
     */
    public void setMessageAction(String messageAction) {
        set(Property.MESSAGE_ACTION, messageAction);
    }
}
