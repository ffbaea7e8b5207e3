package io.github.jettyws.security;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.HandshakeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sets for one path, or for all of them. What is not set is inherited from the policy of all paths, and
 * there from the default.
 *
 * <p>To be used by one thread, and not once the server has started.
 */
@ManagedObject("The guard's policy for one path, or for all")
public class PolicySettings extends MessageSettings {
    private static final Pattern SCHEME_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

    private final String path;
    private final @Nullable PolicySettings parent;
    private final List<HandshakeCheck> checks = new ArrayList<>();
    private final List<AsyncHandshakeCheck> asyncChecks = new ArrayList<>();
    private final Map<String, Scheme> schemes = new LinkedHashMap<>();

    PolicySettings(String path, @Nullable PolicySettings parent) {
        super(parent);
        this.path = path;
        this.parent = parent;
    }

    /**
     * Gives the path that the policy is for.
     *
     * @return a path specification as of {@code org.eclipse.jetty.http.pathmap.ServletPathSpec}, context path included;
     *     {@code /} for the policy of all paths that have no other
     */
    @ManagedAttribute(value = "the path, context path included", readonly = true)
    public String getPath() {
        return path;
    }

    /**
     * Adds a check, which is asked after the built-in ones and after those of the policy of all paths.
     *
     * @param check the check
     * @throws IllegalStateException if the server has started
     */
    public void addCheck(HandshakeCheck check) {
        ensureNotFixed();
        checks.add(check);
    }

    /**
     * Adds a check that answers later, which is asked after all that answer at once, and after those of the policy of all
     * paths.
     *
     * @param check the check
     * @throws IllegalStateException if the server has started
     */
    public void addAsyncCheck(AsyncHandshakeCheck check) {
        ensureNotFixed();
        asyncChecks.add(Objects.requireNonNull(check));
    }

    /**
     * Adds a scheme, which is asked where {@code ws-security.auth.schemes} has its name: of this policy, and where this is
     * the policy of all paths, of every policy.
     *
     * @param scheme the scheme; its name is a letter and up to 31 letters, digits, hyphens and underscores
     * @throws IllegalArgumentException if it has another name, or that of a scheme that is there
     * @throws IllegalStateException if the server has started
     */
    public void addAuthenticator(Authenticator scheme) {
        add(scheme);
    }

    /**
     * Adds a scheme that answers later, see {@link #addAuthenticator}.
     *
     * @param scheme the scheme
     * @throws IllegalArgumentException if it has another name, or that of a scheme that is there
     * @throws IllegalStateException if the server has started
     */
    public void addAsyncAuthenticator(AsyncAuthenticator scheme) {
        add(scheme);
    }

    private void add(Scheme scheme) {
        ensureNotFixed();
        String name = scheme.scheme();
        if (name == null || !SCHEME_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "': expected the name of a scheme, a letter and up to 31 letters, digits, - and _");
        }
        if (Credentials.SCHEMES.contains(name) || schemes.putIfAbsent(name, scheme) != null) {
            throw new IllegalArgumentException("'" + name + "': expected a name that no other scheme has");
        }
    }

    /** The added schemes by name; one of the path goes before one of all paths. */
    Map<String, Scheme> addedSchemes() {
        Map<String, Scheme> all = new LinkedHashMap<>(parent == null ? Map.of() : parent.addedSchemes());
        all.putAll(schemes);
        return all;
    }

    /** The classes of all plugins that are asked, in their order; a scheme that nobody names is not. */
    List<String> pluginsInForce() {
        List<String> inForce = new ArrayList<>();
        checks().forEach(check -> inForce.add(check.getClass().getName()));
        asyncChecks().forEach(check -> inForce.add(check.getClass().getName()));
        Map<String, Scheme> known = addedSchemes();
        for (String name : Values.list(get(Property.AUTH_SCHEMES))) {
            Scheme scheme = known.get(name);
            if (scheme != null) {
                inForce.add(name + "=" + scheme.getClass().getName());
            }
        }
        return inForce;
    }

    List<AsyncHandshakeCheck> asyncChecks() {
        List<AsyncHandshakeCheck> all = new ArrayList<>(parent == null ? List.of() : parent.asyncChecks());
        all.addAll(asyncChecks);
        return all;
    }

    List<HandshakeCheck> checks() {
        List<HandshakeCheck> all = new ArrayList<>(parent == null ? List.of() : parent.checks());
        all.addAll(checks);
        return all;
    }

    /** The one that this inherits from, {@code null} for that of all paths. */
    @Nullable
    PolicySettings parent() {
        return parent;
    }

    /**
     * Gives {@code ws-security.limits.maxTextMessageSize}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxTextMessageSize", readonly = true)
    public String getMaxTextMessageSize() {
        return get(Property.LIMITS_MAX_TEXT_MESSAGE_SIZE);
    }

    /**
     * Sets {@code ws-security.limits.maxTextMessageSize}.
     *
     * @param maxTextMessageSize the most bytes of one text message, 1 to 2147483647; applications may lower it, not raise it
     */
    public void setMaxTextMessageSize(String maxTextMessageSize) {
        set(Property.LIMITS_MAX_TEXT_MESSAGE_SIZE, maxTextMessageSize);
    }

    /**
     * Gives {@code ws-security.limits.maxBinaryMessageSize}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxBinaryMessageSize", readonly = true)
    public String getMaxBinaryMessageSize() {
        return get(Property.LIMITS_MAX_BINARY_MESSAGE_SIZE);
    }

    /**
     * Sets {@code ws-security.limits.maxBinaryMessageSize}.
     *
     * @param maxBinaryMessageSize the most bytes of one binary message, 1 to 2147483647; applications may lower it, not raise it
     */
    public void setMaxBinaryMessageSize(String maxBinaryMessageSize) {
        set(Property.LIMITS_MAX_BINARY_MESSAGE_SIZE, maxBinaryMessageSize);
    }

    /**
     * Gives {@code ws-security.limits.maxFrameSize}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxFrameSize", readonly = true)
    public String getMaxFrameSize() {
        return get(Property.LIMITS_MAX_FRAME_SIZE);
    }

    /**
     * Sets {@code ws-security.limits.maxFrameSize}.
     *
     * @param maxFrameSize the most payload bytes of one data frame, 1 to 2147483647; applications may lower it, not raise it
     */
    public void setMaxFrameSize(String maxFrameSize) {
        set(Property.LIMITS_MAX_FRAME_SIZE, maxFrameSize);
    }

    /**
     * Gives {@code ws-security.limits.maxFragments}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxFragments", readonly = true)
    public String getMaxFragments() {
        return get(Property.LIMITS_MAX_FRAGMENTS);
    }

    /**
     * Sets {@code ws-security.limits.maxFragments}.
     *
     * @param maxFragments how many frames one message may consist of, 1 to 1000000; empty ones count
     */
    public void setMaxFragments(String maxFragments) {
        set(Property.LIMITS_MAX_FRAGMENTS, maxFragments);
    }

    /**
     * Gives {@code ws-security.limits.idleTimeout}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.idleTimeout", readonly = true)
    public String getIdleTimeout() {
        return get(Property.LIMITS_IDLE_TIMEOUT);
    }

    /**
     * Sets {@code ws-security.limits.idleTimeout}.
     *
     * @param idleTimeout how long a connection may stay without traffic, 1s to 24h; applications may lower it, not raise it
     */
    public void setIdleTimeout(String idleTimeout) {
        set(Property.LIMITS_IDLE_TIMEOUT, idleTimeout);
    }

    /**
     * Gives {@code ws-security.limits.idleCountsControl}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.idleCountsControl", readonly = true)
    public String getIdleCountsControl() {
        return get(Property.LIMITS_IDLE_COUNTS_CONTROL);
    }

    /**
     * Sets {@code ws-security.limits.idleCountsControl}.
     *
     * @param idleCountsControl whether pings and pongs keep a connection from being idle, {@code true} or {@code false}
     */
    public void setIdleCountsControl(String idleCountsControl) {
        set(Property.LIMITS_IDLE_COUNTS_CONTROL, idleCountsControl);
    }

    /**
     * Gives {@code ws-security.limits.messageTimeout}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.messageTimeout", readonly = true)
    public String getMessageTimeout() {
        return get(Property.LIMITS_MESSAGE_TIMEOUT);
    }

    /**
     * Sets {@code ws-security.limits.messageTimeout}.
     *
     * @param messageTimeout how long a message may take that has begun to come in, 1s to 1h
     */
    public void setMessageTimeout(String messageTimeout) {
        set(Property.LIMITS_MESSAGE_TIMEOUT, messageTimeout);
    }

    /**
     * Gives {@code ws-security.limits.maxOutgoingFrames}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxOutgoingFrames", readonly = true)
    public String getMaxOutgoingFrames() {
        return get(Property.LIMITS_MAX_OUTGOING_FRAMES);
    }

    /**
     * Sets {@code ws-security.limits.maxOutgoingFrames}.
     *
     * @param maxOutgoingFrames how many frames may wait for a client to take them, 1 to 65535; applications may lower it, not raise it
     */
    public void setMaxOutgoingFrames(String maxOutgoingFrames) {
        set(Property.LIMITS_MAX_OUTGOING_FRAMES, maxOutgoingFrames);
    }

    /**
     * Gives {@code ws-security.limits.maxOutgoingBytes}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxOutgoingBytes", readonly = true)
    public String getMaxOutgoingBytes() {
        return get(Property.LIMITS_MAX_OUTGOING_BYTES);
    }

    /**
     * Sets {@code ws-security.limits.maxOutgoingBytes}.
     *
     * @param maxOutgoingBytes how many payload bytes they may have together, 1 to 2147483647
     */
    public void setMaxOutgoingBytes(String maxOutgoingBytes) {
        set(Property.LIMITS_MAX_OUTGOING_BYTES, maxOutgoingBytes);
    }

    /**
     * Gives {@code ws-security.limits.writeTimeout}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.writeTimeout", readonly = true)
    public String getWriteTimeout() {
        return get(Property.LIMITS_WRITE_TIMEOUT);
    }

    /**
     * Sets {@code ws-security.limits.writeTimeout}.
     *
     * @param writeTimeout how long a client may take none of the frames that wait, 1s to 1h
     */
    public void setWriteTimeout(String writeTimeout) {
        set(Property.LIMITS_WRITE_TIMEOUT, writeTimeout);
    }

    /**
     * Gives {@code ws-security.limits.maxLifetime}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.limits.maxLifetime", readonly = true)
    public String getMaxLifetime() {
        return get(Property.LIMITS_MAX_LIFETIME);
    }

    /**
     * Sets {@code ws-security.limits.maxLifetime}.
     *
     * @param maxLifetime how long a connection may stay open at most, 1s to 8760h, of which up to a tenth is left to chance; 0 is no limit
     */
    public void setMaxLifetime(String maxLifetime) {
        set(Property.LIMITS_MAX_LIFETIME, maxLifetime);
    }

    /**
     * Gives {@code ws-security.compression.allow}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.compression.allow", readonly = true)
    public String getCompressionAllow() {
        return get(Property.COMPRESSION_ALLOW);
    }

    /**
     * Sets {@code ws-security.compression.allow}.
     *
     * @param compressionAllow whether messages may be compressed (RFC 7692), {@code true} or {@code false}
     */
    public void setCompressionAllow(String compressionAllow) {
        set(Property.COMPRESSION_ALLOW, compressionAllow);
    }

    /**
     * Gives {@code ws-security.compression.maxRatio}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.compression.maxRatio", readonly = true)
    public String getCompressionMaxRatio() {
        return get(Property.COMPRESSION_MAX_RATIO);
    }

    /**
     * Sets {@code ws-security.compression.maxRatio}.
     *
     * @param compressionMaxRatio how many times as long as on the wire a message may become by inflation, beyond its first 64 KiB, 1 to 100000; 0 is no limit
     */
    public void setCompressionMaxRatio(String compressionMaxRatio) {
        set(Property.COMPRESSION_MAX_RATIO, compressionMaxRatio);
    }

    @Override
    public String toString() {
        return "policy of " + path;
    }
}
