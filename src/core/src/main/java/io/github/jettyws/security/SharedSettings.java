package io.github.jettyws.security;

import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;

/**
 * What holds for the whole server, whichever policy decides: who is calling, whom nobody hears again for a while, and
 * how many connections may wait.
 */
@ManagedObject("What the guard's policies share")
public final class SharedSettings extends Settings {
    SharedSettings() {
        super(Property.Scope.SHARED, null);
    }

    /**
     * Gives {@code ws-security.address.trustedProxies}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.trustedProxies", readonly = true)
    public String getAddressTrustedProxies() {
        return get(Property.ADDRESS_TRUSTED_PROXIES);
    }

    /**
     * Sets {@code ws-security.address.trustedProxies}.
     *
     * @param addressTrustedProxies the addresses and ranges of proxies whose forwarded header is believed, comma-separated; {@code unix} for those behind a Unix-domain socket
     */
    public void setAddressTrustedProxies(String addressTrustedProxies) {
        set(Property.ADDRESS_TRUSTED_PROXIES, addressTrustedProxies);
    }

    /**
     * Gives {@code ws-security.address.forwardedHeader}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.forwardedHeader", readonly = true)
    public String getAddressForwardedHeader() {
        return get(Property.ADDRESS_FORWARDED_HEADER);
    }

    /**
     * Sets {@code ws-security.address.forwardedHeader}.
     *
     * @param addressForwardedHeader the header that they write: {@code X-Forwarded-For} or {@code Forwarded} (RFC 7239)
     */
    public void setAddressForwardedHeader(String addressForwardedHeader) {
        set(Property.ADDRESS_FORWARDED_HEADER, addressForwardedHeader);
    }

    /**
     * Gives {@code ws-security.address.nat64}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.nat64", readonly = true)
    public String getAddressNat64() {
        return get(Property.ADDRESS_NAT64);
    }

    /**
     * Sets {@code ws-security.address.nat64}.
     *
     * @param addressNat64 the prefixes of 96 bits whose addresses count as the IPv4 address at their end (RFC 6052), comma-separated
     */
    public void setAddressNat64(String addressNat64) {
        set(Property.ADDRESS_NAT64, addressNat64);
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
     * Gives {@code ws-security.address.closeOpen}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.address.closeOpen", readonly = true)
    public String getAddressCloseOpen() {
        return get(Property.ADDRESS_CLOSE_OPEN);
    }

    /**
     * Sets {@code ws-security.address.closeOpen}.
     *
     * @param addressCloseOpen whether a connection is closed when a list that was read again blocks its address, {@code true} or {@code false}
     */
    public void setAddressCloseOpen(String addressCloseOpen) {
        set(Property.ADDRESS_CLOSE_OPEN, addressCloseOpen);
    }

    /**
     * Gives {@code ws-security.ban.threshold}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.threshold", readonly = true)
    public String getBanThreshold() {
        return get(Property.BAN_THRESHOLD);
    }

    /**
     * Sets {@code ws-security.ban.threshold}.
     *
     * @param banThreshold how many refusals and violations within the window ban a client address, 0 to 1000000; 0 is never
     */
    public void setBanThreshold(String banThreshold) {
        set(Property.BAN_THRESHOLD, banThreshold);
    }

    /**
     * Gives {@code ws-security.ban.window}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.window", readonly = true)
    public String getBanWindow() {
        return get(Property.BAN_WINDOW);
    }

    /**
     * Sets {@code ws-security.ban.window}.
     *
     * @param banWindow the length of that window, 1s to 24h
     */
    public void setBanWindow(String banWindow) {
        set(Property.BAN_WINDOW, banWindow);
    }

    /**
     * Gives {@code ws-security.ban.duration}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.duration", readonly = true)
    public String getBanDuration() {
        return get(Property.BAN_DURATION);
    }

    /**
     * Sets {@code ws-security.ban.duration}.
     *
     * @param banDuration how long the first ban of a day lasts, 1s to 8760h; each further one lasts twice as long
     */
    public void setBanDuration(String banDuration) {
        set(Property.BAN_DURATION, banDuration);
    }

    /**
     * Gives {@code ws-security.ban.maxDuration}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.maxDuration", readonly = true)
    public String getBanMaxDuration() {
        return get(Property.BAN_MAX_DURATION);
    }

    /**
     * Sets {@code ws-security.ban.maxDuration}.
     *
     * @param banMaxDuration how long a ban lasts at most, {@code ban.duration} to 8760h
     */
    public void setBanMaxDuration(String banMaxDuration) {
        set(Property.BAN_MAX_DURATION, banMaxDuration);
    }

    /**
     * Gives {@code ws-security.ban.reasons}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.reasons", readonly = true)
    public String getBanReasons() {
        return get(Property.BAN_REASONS);
    }

    /**
     * Sets {@code ws-security.ban.reasons}.
     *
     * @param banReasons the reasons that count, comma-separated
     */
    public void setBanReasons(String banReasons) {
        set(Property.BAN_REASONS, banReasons);
    }

    /**
     * Gives {@code ws-security.ban.never}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.never", readonly = true)
    public String getBanNever() {
        return get(Property.BAN_NEVER);
    }

    /**
     * Sets {@code ws-security.ban.never}.
     *
     * @param banNever the addresses and ranges that are never banned, comma-separated; trusted proxies never are
     */
    public void setBanNever(String banNever) {
        set(Property.BAN_NEVER, banNever);
    }

    /**
     * Gives {@code ws-security.ban.file}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.ban.file", readonly = true)
    public String getBanFile() {
        return get(Property.BAN_FILE);
    }

    /**
     * Sets {@code ws-security.ban.file}.
     *
     * @param banFile the file that keeps the bans over a restart; where it is empty, they end with the server
     */
    public void setBanFile(String banFile) {
        set(Property.BAN_FILE, banFile);
    }

    /**
     * Gives {@code ws-security.handshakes.pendingPerAddress}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.handshakes.pendingPerAddress", readonly = true)
    public String getHandshakesPendingPerAddress() {
        return get(Property.HANDSHAKES_PENDING_PER_ADDRESS);
    }

    /**
     * Sets {@code ws-security.handshakes.pendingPerAddress}.
     *
     * @param handshakesPendingPerAddress how many connections a peer may have open that carry no WebSocket, 0 to 2147483647; 0 is no limit
     */
    public void setHandshakesPendingPerAddress(String handshakesPendingPerAddress) {
        set(Property.HANDSHAKES_PENDING_PER_ADDRESS, handshakesPendingPerAddress);
    }

    /**
     * Gives {@code ws-security.auth.session.recheck}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.session.recheck", readonly = true)
    public String getAuthSessionRecheck() {
        return get(Property.AUTH_SESSION_RECHECK);
    }

    /**
     * Sets {@code ws-security.auth.session.recheck}.
     *
     * @param authSessionRecheck how often the HTTP sessions that connections rest on are asked whether another node has ended them, 1s to 24h; 0 is only when they would expire
     */
    public void setAuthSessionRecheck(String authSessionRecheck) {
        set(Property.AUTH_SESSION_RECHECK, authSessionRecheck);
    }

    /**
     * Gives {@code ws-security.rate.totalMessages}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.totalMessages", readonly = true)
    public String getRateTotalMessages() {
        return get(Property.RATE_TOTAL_MESSAGES);
    }

    /**
     * Sets {@code ws-security.rate.totalMessages}.
     *
     * @param rateTotalMessages how many messages all clients of the server may send together within that window, 0 to 1000000; 0 is no limit
     */
    public void setRateTotalMessages(String rateTotalMessages) {
        set(Property.RATE_TOTAL_MESSAGES, rateTotalMessages);
    }

    /**
     * Gives {@code ws-security.rate.totalWindow}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.totalWindow", readonly = true)
    public String getRateTotalWindow() {
        return get(Property.RATE_TOTAL_WINDOW);
    }

    /**
     * Sets {@code ws-security.rate.totalWindow}.
     *
     * @param rateTotalWindow the length of that window, 1ms to 1h
     */
    public void setRateTotalWindow(String rateTotalWindow) {
        set(Property.RATE_TOTAL_WINDOW, rateTotalWindow);
    }

    @Override
    public String toString() {
        return "all policies";
    }
}
