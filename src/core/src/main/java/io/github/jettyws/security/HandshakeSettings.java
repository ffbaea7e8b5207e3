package io.github.jettyws.security;

import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.jspecify.annotations.Nullable;

/** The part of a policy that decides who may connect. */
public abstract class HandshakeSettings extends Settings {
    HandshakeSettings(@Nullable Settings parent) {
        super(Property.Scope.POLICY, parent);
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
     * Gives {@code ws-security.transport.secureOnly}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.transport.secureOnly", readonly = true)
    public String getSecureOnly() {
        return get(Property.TRANSPORT_SECURE_ONLY);
    }

    /**
     * Sets {@code ws-security.transport.secureOnly}.
     *
     * @param secureOnly whether only clients whose connection is encrypted may connect, {@code true} or {@code false}
     */
    public void setSecureOnly(String secureOnly) {
        set(Property.TRANSPORT_SECURE_ONLY, secureOnly);
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
     * Gives {@code ws-security.address.blockedFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.blockedFile", readonly = true)
    public String getAddressBlockedFile() {
        return get(Property.ADDRESS_BLOCKED_FILE);
    }

    /**
     * Sets {@code ws-security.address.blockedFile}.
     *
     * @param addressBlockedFile a file of addresses and ranges that may not connect, see {@link io.github.jettyws.security.address.AddressFile}
     */
    public void setAddressBlockedFile(String addressBlockedFile) {
        set(Property.ADDRESS_BLOCKED_FILE, addressBlockedFile);
    }

    /**
     * Gives {@code ws-security.address.allowed}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.allowed", readonly = true)
    public String getAddressAllowed() {
        return get(Property.ADDRESS_ALLOWED);
    }

    /**
     * Sets {@code ws-security.address.allowed}.
     *
     * @param addressAllowed the addresses and ranges that alone may connect, comma-separated; where neither this nor a file is set, all may
     */
    public void setAddressAllowed(String addressAllowed) {
        set(Property.ADDRESS_ALLOWED, addressAllowed);
    }

    /**
     * Gives {@code ws-security.address.allowedFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.allowedFile", readonly = true)
    public String getAddressAllowedFile() {
        return get(Property.ADDRESS_ALLOWED_FILE);
    }

    /**
     * Sets {@code ws-security.address.allowedFile}.
     *
     * @param addressAllowedFile a file of such addresses and ranges
     */
    public void setAddressAllowedFile(String addressAllowedFile) {
        set(Property.ADDRESS_ALLOWED_FILE, addressAllowedFile);
    }

    /**
     * Gives {@code ws-security.handshakes.perAddress}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.handshakes.perAddress", readonly = true)
    public String getHandshakesPerAddress() {
        return get(Property.HANDSHAKES_PER_ADDRESS);
    }

    /**
     * Sets {@code ws-security.handshakes.perAddress}.
     *
     * @param handshakesPerAddress how many handshakes a client address may begin within the window, 0 to 1000000; 0 is no limit
     */
    public void setHandshakesPerAddress(String handshakesPerAddress) {
        set(Property.HANDSHAKES_PER_ADDRESS, handshakesPerAddress);
    }

    /**
     * Gives {@code ws-security.handshakes.window}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.handshakes.window", readonly = true)
    public String getHandshakesWindow() {
        return get(Property.HANDSHAKES_WINDOW);
    }

    /**
     * Sets {@code ws-security.handshakes.window}.
     *
     * @param handshakesWindow the length of that window, 1s to 1h
     */
    public void setHandshakesWindow(String handshakesWindow) {
        set(Property.HANDSHAKES_WINDOW, handshakesWindow);
    }

    /**
     * Gives {@code ws-security.handshakes.checkTimeout}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.handshakes.checkTimeout", readonly = true)
    public String getHandshakesCheckTimeout() {
        return get(Property.HANDSHAKES_CHECK_TIMEOUT);
    }

    /**
     * Sets {@code ws-security.handshakes.checkTimeout}.
     *
     * @param handshakesCheckTimeout how long the asynchronous plugins may take to answer about one handshake, all together, 1ms to 20s
     */
    public void setHandshakesCheckTimeout(String handshakesCheckTimeout) {
        set(Property.HANDSHAKES_CHECK_TIMEOUT, handshakesCheckTimeout);
    }

    /**
     * Gives {@code ws-security.handshakes.pendingChecks}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.handshakes.pendingChecks", readonly = true)
    public String getHandshakesPendingChecks() {
        return get(Property.HANDSHAKES_PENDING_CHECKS);
    }

    /**
     * Sets {@code ws-security.handshakes.pendingChecks}.
     *
     * @param handshakesPendingChecks how many questions to asynchronous plugins may be without an answer, 1 to 1000000
     */
    public void setHandshakesPendingChecks(String handshakesPendingChecks) {
        set(Property.HANDSHAKES_PENDING_CHECKS, handshakesPendingChecks);
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
     * Gives {@code ws-security.connections.total}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.connections.total", readonly = true)
    public String getConnectionsTotal() {
        return get(Property.CONNECTIONS_TOTAL);
    }

    /**
     * Sets {@code ws-security.connections.total}.
     *
     * @param connectionsTotal how many connections may be open at once, 0 to 2147483647; 0 is no limit
     */
    public void setConnectionsTotal(String connectionsTotal) {
        set(Property.CONNECTIONS_TOTAL, connectionsTotal);
    }

    /**
     * Gives {@code ws-security.connections.perAddress}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.connections.perAddress", readonly = true)
    public String getConnectionsPerAddress() {
        return get(Property.CONNECTIONS_PER_ADDRESS);
    }

    /**
     * Sets {@code ws-security.connections.perAddress}.
     *
     * @param connectionsPerAddress how many of them for one client address
     */
    public void setConnectionsPerAddress(String connectionsPerAddress) {
        set(Property.CONNECTIONS_PER_ADDRESS, connectionsPerAddress);
    }

    /**
     * Gives {@code ws-security.connections.perUser}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.connections.perUser", readonly = true)
    public String getConnectionsPerUser() {
        return get(Property.CONNECTIONS_PER_USER);
    }

    /**
     * Sets {@code ws-security.connections.perUser}.
     *
     * @param connectionsPerUser how many of them for one user
     */
    public void setConnectionsPerUser(String connectionsPerUser) {
        set(Property.CONNECTIONS_PER_USER, connectionsPerUser);
    }

    /**
     * Gives {@code ws-security.connections.onLimit}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.connections.onLimit", readonly = true)
    public String getConnectionsOnLimit() {
        return get(Property.CONNECTIONS_ON_LIMIT);
    }

    /**
     * Sets {@code ws-security.connections.onLimit}.
     *
     * @param connectionsOnLimit what happens when a user has as many open as may be: the next is refused ({@code refuse}), or
     *     takes the place of the oldest, which is closed ({@code closeOldest})
     */
    public void setConnectionsOnLimit(String connectionsOnLimit) {
        set(Property.CONNECTIONS_ON_LIMIT, connectionsOnLimit);
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
     * @param authSchemes the kinds of credentials, in the order they are tried, comma-separated: {@code session}, {@code cookie}, {@code jwt}, {@code apiKey}
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
     * Gives {@code ws-security.auth.session.keepAlive}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.session.keepAlive", readonly = true)
    public String getAuthSessionKeepAlive() {
        return get(Property.AUTH_SESSION_KEEP_ALIVE);
    }

    /**
     * Sets {@code ws-security.auth.session.keepAlive}.
     *
     * @param authSessionKeepAlive whether messages of the client keep the HTTP session alive that the connection rests on, {@code true} or {@code false}
     */
    public void setAuthSessionKeepAlive(String authSessionKeepAlive) {
        set(Property.AUTH_SESSION_KEEP_ALIVE, authSessionKeepAlive);
    }

    /**
     * Gives {@code ws-security.auth.jwt.onExpiry}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.onExpiry", readonly = true)
    public String getAuthJwtOnExpiry() {
        return get(Property.AUTH_JWT_ON_EXPIRY);
    }

    /**
     * Sets {@code ws-security.auth.jwt.onExpiry}.
     *
     * @param authJwtOnExpiry what happens to a connection when the credential expires that opened it: {@code close} or {@code ignore}
     */
    public void setAuthJwtOnExpiry(String authJwtOnExpiry) {
        set(Property.AUTH_JWT_ON_EXPIRY, authJwtOnExpiry);
    }

    /**
     * Gives {@code ws-security.auth.refresh.enabled}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.refresh.enabled", readonly = true)
    public String getAuthRefreshEnabled() {
        return get(Property.AUTH_REFRESH_ENABLED);
    }

    /**
     * Sets {@code ws-security.auth.refresh.enabled}.
     *
     * @param authRefreshEnabled whether a client may send a newer token over the connection that it opened with one, see
     *     {@link io.github.jettyws.security.auth.RenewalMessage}
     */
    public void setAuthRefreshEnabled(String authRefreshEnabled) {
        set(Property.AUTH_REFRESH_ENABLED, authRefreshEnabled);
    }
}
