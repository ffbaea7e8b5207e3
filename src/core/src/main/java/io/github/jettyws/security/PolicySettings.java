package io.github.jettyws.security;

import io.github.jettyws.security.handshake.HandshakeCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.component.Dumpable;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sets for one path, or for all of them: one setter is one property is one line of the ini-template.
 * Values are text, as in the properties, so that XML, ini files and Java read alike; they are understood when the server
 * starts, which fails where one cannot be.
 *
 * <p>What is not set is inherited from the policy of all paths, and there from the default. To be used by one thread, and
 * not once the server has started.
 */
@ManagedObject("The guard's policy for one path, or for all")
public class PolicySettings implements Dumpable {
    private final String path;
    private final @Nullable PolicySettings parent;
    private final Map<Property, String> values = new EnumMap<>(Property.class);
    private final List<HandshakeCheck> checks = new ArrayList<>();
    private boolean fixed;

    PolicySettings(String path, @Nullable PolicySettings parent) {
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

    List<HandshakeCheck> checks() {
        List<HandshakeCheck> all = new ArrayList<>(parent == null ? List.of() : parent.checks());
        all.addAll(checks);
        return all;
    }

    /** The value of this policy, whether it was set here, set for all paths, or is the default. */
    String get(Property property) {
        String value = values.get(property);
        if (value != null) {
            return value;
        }
        return parent == null ? property.defaultValue() : parent.get(property);
    }

    /** Whether it was set for this path itself. */
    boolean has(Property property) {
        return values.containsKey(property);
    }

    private void set(Property property, String value) {
        ensureNotFixed();
        values.put(property, value.strip());
    }

    private void ensureNotFixed() {
        if (fixed) {
            throw new IllegalStateException("the policy is in force: expected it to be set before the server starts");
        }
    }

    void setFixed(boolean fixed) {
        this.fixed = fixed;
    }

    /** Every property with the value in force. */
    Map<String, String> effective() {
        Map<String, String> effective = new LinkedHashMap<>();
        for (Property property : Property.values()) {
            effective.put(property.key(), get(property));
        }
        return effective;
    }

    @Override
    public void dump(Appendable out, String indent) throws IOException {
        Dumpable.dumpObjects(
                out, indent, "policy of " + path, effective().entrySet().toArray());
    }

    /**
     * Gives {@code ws-security.mode}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.mode", readonly = true)
    public String getMode() {
        return get(Property.MODE);
    }

    /**
     * Sets {@code ws-security.mode}.
     *
     * @param mode what happens to a refusal: {@code enforce} carries it out; {@code report} decides, logs, counts and tells listeners, but refuses nothing
     */
    public void setMode(String mode) {
        set(Property.MODE, mode);
    }

    /**
     * Gives {@code ws-security.unguarded}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.unguarded", readonly = true)
    public String getUnguarded() {
        return get(Property.UNGUARDED);
    }

    /**
     * Sets {@code ws-security.unguarded}.
     *
     * @param unguarded what happens to an upgrade whose messages cannot be guarded: {@code refuse} or {@code allow}
     */
    public void setUnguarded(String unguarded) {
        set(Property.UNGUARDED, unguarded);
    }

    /**
     * Gives {@code ws-security.address.blocked}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.blocked", readonly = true)
    public String getAddressBlocked() {
        return get(Property.ADDRESS_BLOCKED);
    }

    /**
     * Sets {@code ws-security.address.blocked}.
     *
     * @param addressBlocked the addresses and CIDR ranges that may not connect, comma-separated
     */
    public void setAddressBlocked(String addressBlocked) {
        set(Property.ADDRESS_BLOCKED, addressBlocked);
    }

    /**
     * Gives {@code ws-security.address.ipv6Prefix}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.ipv6Prefix", readonly = true)
    public String getAddressIpv6Prefix() {
        return get(Property.ADDRESS_IPV6_PREFIX);
    }

    /**
     * Sets {@code ws-security.address.ipv6Prefix}.
     *
     * @param addressIpv6Prefix the length of the prefix by which IPv6 clients are counted, 1 to 128
     */
    public void setAddressIpv6Prefix(String addressIpv6Prefix) {
        set(Property.ADDRESS_IPV6_PREFIX, addressIpv6Prefix);
    }

    /**
     * Gives {@code ws-security.origin.check}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.origin.check", readonly = true)
    public String getOriginCheck() {
        return get(Property.ORIGIN_CHECK);
    }

    /**
     * Sets {@code ws-security.origin.check}.
     *
     * @param originCheck whether the {@code Origin} of an upgrade request is checked, {@code true} or {@code false}
     */
    public void setOriginCheck(String originCheck) {
        set(Property.ORIGIN_CHECK, originCheck);
    }

    /**
     * Gives {@code ws-security.origin.allowed}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.origin.allowed", readonly = true)
    public String getOriginAllowed() {
        return get(Property.ORIGIN_ALLOWED);
    }

    /**
     * Sets {@code ws-security.origin.allowed}.
     *
     * @param originAllowed the origins that may connect, comma-separated, see {@link io.github.jettyws.security.origin.OriginPattern}
     */
    public void setOriginAllowed(String originAllowed) {
        set(Property.ORIGIN_ALLOWED, originAllowed);
    }

    /**
     * Gives {@code ws-security.origin.allowSameOrigin}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.origin.allowSameOrigin", readonly = true)
    public String getOriginAllowSameOrigin() {
        return get(Property.ORIGIN_ALLOW_SAME_ORIGIN);
    }

    /**
     * Sets {@code ws-security.origin.allowSameOrigin}.
     *
     * @param originAllowSameOrigin whether the origin that the request was sent to may connect, {@code true} or {@code false}
     */
    public void setOriginAllowSameOrigin(String originAllowSameOrigin) {
        set(Property.ORIGIN_ALLOW_SAME_ORIGIN, originAllowSameOrigin);
    }

    /**
     * Gives {@code ws-security.origin.allowLocalhost}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.origin.allowLocalhost", readonly = true)
    public String getOriginAllowLocalhost() {
        return get(Property.ORIGIN_ALLOW_LOCALHOST);
    }

    /**
     * Sets {@code ws-security.origin.allowLocalhost}.
     *
     * @param originAllowLocalhost whether {@code localhost}, {@code 127.0.0.1} and {@code [::1]} may connect, on any port, {@code true} or {@code false}
     */
    public void setOriginAllowLocalhost(String originAllowLocalhost) {
        set(Property.ORIGIN_ALLOW_LOCALHOST, originAllowLocalhost);
    }

    /**
     * Gives {@code ws-security.origin.allowMissing}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.origin.allowMissing", readonly = true)
    public String getOriginAllowMissing() {
        return get(Property.ORIGIN_ALLOW_MISSING);
    }

    /**
     * Sets {@code ws-security.origin.allowMissing}.
     *
     * @param originAllowMissing whether clients may connect that send no {@code Origin}, as no browser does, {@code true} or {@code false}
     */
    public void setOriginAllowMissing(String originAllowMissing) {
        set(Property.ORIGIN_ALLOW_MISSING, originAllowMissing);
    }

    /**
     * Gives {@code ws-security.origin.allowNull}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.origin.allowNull", readonly = true)
    public String getOriginAllowNull() {
        return get(Property.ORIGIN_ALLOW_NULL);
    }

    /**
     * Sets {@code ws-security.origin.allowNull}.
     *
     * @param originAllowNull whether {@code Origin: null} of sandboxed and local pages may connect, {@code true} or {@code false}
     */
    public void setOriginAllowNull(String originAllowNull) {
        set(Property.ORIGIN_ALLOW_NULL, originAllowNull);
    }

    /**
     * Gives {@code ws-security.auth.required}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.required", readonly = true)
    public String getAuthRequired() {
        return get(Property.AUTH_REQUIRED);
    }

    /**
     * Sets {@code ws-security.auth.required}.
     *
     * @param authRequired whether an upgrade needs an identity, {@code true} or {@code false}
     */
    public void setAuthRequired(String authRequired) {
        set(Property.AUTH_REQUIRED, authRequired);
    }

    /**
     * Gives {@code ws-security.auth.schemes}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.schemes", readonly = true)
    public String getAuthSchemes() {
        return get(Property.AUTH_SCHEMES);
    }

    /**
     * Sets {@code ws-security.auth.schemes}.
     *
     * @param authSchemes the kinds of credentials, in the order they are tried, comma-separated: {@code session}
     */
    public void setAuthSchemes(String authSchemes) {
        set(Property.AUTH_SCHEMES, authSchemes);
    }

    /**
     * Gives {@code ws-security.auth.session.attribute}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.session.attribute", readonly = true)
    public String getAuthSessionAttribute() {
        return get(Property.AUTH_SESSION_ATTRIBUTE);
    }

    /**
     * Sets {@code ws-security.auth.session.attribute}.
     *
     * @param authSessionAttribute the attribute that the HTTP session must hold and whose value names the user; where it is empty, the session must hold the identity of Jetty's own login
     */
    public void setAuthSessionAttribute(String authSessionAttribute) {
        set(Property.AUTH_SESSION_ATTRIBUTE, authSessionAttribute);
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
     * Gives {@code ws-security.rate.messages}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.messages", readonly = true)
    public String getRateMessages() {
        return get(Property.RATE_MESSAGES);
    }

    /**
     * Sets {@code ws-security.rate.messages}.
     *
     * @param rateMessages how many messages a client address may send within the window, over all its connections, 0 to 1000000; 0 is no limit
     */
    public void setRateMessages(String rateMessages) {
        set(Property.RATE_MESSAGES, rateMessages);
    }

    /**
     * Gives {@code ws-security.rate.window}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.window", readonly = true)
    public String getRateWindow() {
        return get(Property.RATE_WINDOW);
    }

    /**
     * Sets {@code ws-security.rate.window}.
     *
     * @param rateWindow the length of the window, 1ms to 1h
     */
    public void setRateWindow(String rateWindow) {
        set(Property.RATE_WINDOW, rateWindow);
    }

    @Override
    public String toString() {
        return path;
    }
}
