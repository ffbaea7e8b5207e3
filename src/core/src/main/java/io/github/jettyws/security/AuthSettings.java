package io.github.jettyws.security;

import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.jspecify.annotations.Nullable;

/** The part of a policy that says which credentials there are, and what they are good for. */
public abstract class AuthSettings extends JwtSettings {
    AuthSettings(@Nullable Settings parent) {
        super(parent);
    }

    /**
     * Gives {@code ws-security.auth.roles}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.roles", readonly = true)
    public String getAuthRoles() {
        return get(Property.AUTH_ROLES);
    }

    /**
     * Sets {@code ws-security.auth.roles}.
     *
     * @param authRoles the roles of which an identity needs one, comma-separated; where it is empty, it needs none
     */
    public void setAuthRoles(String authRoles) {
        set(Property.AUTH_ROLES, authRoles);
    }

    /**
     * Gives {@code ws-security.auth.users}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.users", readonly = true)
    public String getAuthUsers() {
        return get(Property.AUTH_USERS);
    }

    /**
     * Sets {@code ws-security.auth.users}.
     *
     * @param authUsers the names of those who alone may connect, comma-separated; where it is empty, all may that have a role
     */
    public void setAuthUsers(String authUsers) {
        set(Property.AUTH_USERS, authUsers);
    }

    /**
     * Gives {@code ws-security.auth.container}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.container", readonly = true)
    public String getAuthContainer() {
        return get(Property.AUTH_CONTAINER);
    }

    /**
     * Sets {@code ws-security.auth.container}.
     *
     * @param authContainer what a user whom the container has authenticated itself means: {@code keep}, it stays the user of the application; {@code agree}, it also has to have the name of the identity, if there is one
     */
    public void setAuthContainer(String authContainer) {
        set(Property.AUTH_CONTAINER, authContainer);
    }

    /**
     * Gives {@code ws-security.auth.failures.perAddress}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.failures.perAddress", readonly = true)
    public String getAuthFailuresPerAddress() {
        return get(Property.AUTH_FAILURES_PER_ADDRESS);
    }

    /**
     * Sets {@code ws-security.auth.failures.perAddress}.
     *
     * @param authFailuresPerAddress how many bad credentials a client address may send within the window, 0 to 1000000; 0 is no limit
     */
    public void setAuthFailuresPerAddress(String authFailuresPerAddress) {
        set(Property.AUTH_FAILURES_PER_ADDRESS, authFailuresPerAddress);
    }

    /**
     * Gives {@code ws-security.auth.failures.window}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.failures.window", readonly = true)
    public String getAuthFailuresWindow() {
        return get(Property.AUTH_FAILURES_WINDOW);
    }

    /**
     * Sets {@code ws-security.auth.failures.window}.
     *
     * @param authFailuresWindow the length of that window, 1s to 1h
     */
    public void setAuthFailuresWindow(String authFailuresWindow) {
        set(Property.AUTH_FAILURES_WINDOW, authFailuresWindow);
    }

    /**
     * Gives {@code ws-security.auth.cookie.name}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.cookie.name", readonly = true)
    public String getAuthCookieName() {
        return get(Property.AUTH_COOKIE_NAME);
    }

    /**
     * Sets {@code ws-security.auth.cookie.name}.
     *
     * @param authCookieName the name of the cookie of the scheme {@code cookie}
     */
    public void setAuthCookieName(String authCookieName) {
        set(Property.AUTH_COOKIE_NAME, authCookieName);
    }

    /**
     * Gives {@code ws-security.auth.cookie.format}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.cookie.format", readonly = true)
    public String getAuthCookieFormat() {
        return get(Property.AUTH_COOKIE_FORMAT);
    }

    /**
     * Sets {@code ws-security.auth.cookie.format}.
     *
     * @param authCookieFormat what is in it: {@code hmac}, see {@link io.github.jettyws.security.auth.SignedCookie}, or {@code jwt}
     */
    public void setAuthCookieFormat(String authCookieFormat) {
        set(Property.AUTH_COOKIE_FORMAT, authCookieFormat);
    }

    /**
     * Gives {@code ws-security.auth.cookie.keyFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.cookie.keyFile", readonly = true)
    public String getAuthCookieKeyFile() {
        return get(Property.AUTH_COOKIE_KEY_FILE);
    }

    /**
     * Sets {@code ws-security.auth.cookie.keyFile}.
     *
     * @param authCookieKeyFile the file with the keys that it is signed with, see {@link io.github.jettyws.security.auth.SecretKeys}
     */
    public void setAuthCookieKeyFile(String authCookieKeyFile) {
        set(Property.AUTH_COOKIE_KEY_FILE, authCookieKeyFile);
    }

    /**
     * Gives {@code ws-security.auth.apiKey.header}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.apiKey.header", readonly = true)
    public String getAuthApiKeyHeader() {
        return get(Property.AUTH_API_KEY_HEADER);
    }

    /**
     * Sets {@code ws-security.auth.apiKey.header}.
     *
     * @param authApiKeyHeader the header that API keys are sent in
     */
    public void setAuthApiKeyHeader(String authApiKeyHeader) {
        set(Property.AUTH_API_KEY_HEADER, authApiKeyHeader);
    }

    /**
     * Gives {@code ws-security.auth.apiKey.file}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.apiKey.file", readonly = true)
    public String getAuthApiKeyFile() {
        return get(Property.AUTH_API_KEY_FILE);
    }

    /**
     * Sets {@code ws-security.auth.apiKey.file}.
     *
     * @param authApiKeyFile the file with the hashes of the keys, see {@link io.github.jettyws.security.auth.ApiKeys}
     */
    public void setAuthApiKeyFile(String authApiKeyFile) {
        set(Property.AUTH_API_KEY_FILE, authApiKeyFile);
    }

    /**
     * Gives {@code ws-security.auth.apiKey.pepperFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.apiKey.pepperFile", readonly = true)
    public String getAuthApiKeyPepperFile() {
        return get(Property.AUTH_API_KEY_PEPPER_FILE);
    }

    /**
     * Sets {@code ws-security.auth.apiKey.pepperFile}.
     *
     * @param authApiKeyPepperFile the file with the pepper of the hashes; where it is empty, there is none
     */
    public void setAuthApiKeyPepperFile(String authApiKeyPepperFile) {
        set(Property.AUTH_API_KEY_PEPPER_FILE, authApiKeyPepperFile);
    }

    /**
     * Gives {@code ws-security.auth.token.sources}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.token.sources", readonly = true)
    public String getAuthTokenSources() {
        return get(Property.AUTH_TOKEN_SOURCES);
    }

    /**
     * Sets {@code ws-security.auth.token.sources}.
     *
     * @param authTokenSources where tokens of the scheme {@code jwt} may stand, comma-separated, see {@link io.github.jettyws.security.auth.TokenSources}
     */
    public void setAuthTokenSources(String authTokenSources) {
        set(Property.AUTH_TOKEN_SOURCES, authTokenSources);
    }

    /**
     * Gives {@code ws-security.auth.ticket.path}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.ticket.path", readonly = true)
    public String getAuthTicketPath() {
        return get(Property.AUTH_TICKET_PATH);
    }

    /**
     * Sets {@code ws-security.auth.ticket.path}.
     *
     * @param authTicketPath where pages ask for tickets of the scheme {@code ticket}, below the path of their web application
     */
    public void setAuthTicketPath(String authTicketPath) {
        set(Property.AUTH_TICKET_PATH, authTicketPath);
    }

    /**
     * Gives {@code ws-security.auth.ticket.parameter}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.ticket.parameter", readonly = true)
    public String getAuthTicketParameter() {
        return get(Property.AUTH_TICKET_PARAMETER);
    }

    /**
     * Sets {@code ws-security.auth.ticket.parameter}.
     *
     * @param authTicketParameter the parameter of the query that a ticket stands in
     */
    public void setAuthTicketParameter(String authTicketParameter) {
        set(Property.AUTH_TICKET_PARAMETER, authTicketParameter);
    }

    /**
     * Gives {@code ws-security.auth.csrf.sessionAttribute}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.csrf.sessionAttribute", readonly = true)
    public String getAuthCsrfSessionAttribute() {
        return get(Property.AUTH_CSRF_SESSION_ATTRIBUTE);
    }

    /**
     * Sets {@code ws-security.auth.csrf.sessionAttribute}.
     *
     * @param authCsrfSessionAttribute the attribute of the HTTP session that holds the CSRF token of the application; where it is empty, none is asked for
     */
    public void setAuthCsrfSessionAttribute(String authCsrfSessionAttribute) {
        set(Property.AUTH_CSRF_SESSION_ATTRIBUTE, authCsrfSessionAttribute);
    }

    /**
     * Gives {@code ws-security.auth.csrf.parameter}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.csrf.parameter", readonly = true)
    public String getAuthCsrfParameter() {
        return get(Property.AUTH_CSRF_PARAMETER);
    }

    /**
     * Sets {@code ws-security.auth.csrf.parameter}.
     *
     * @param authCsrfParameter the parameter of the query that the CSRF token stands in
     */
    public void setAuthCsrfParameter(String authCsrfParameter) {
        set(Property.AUTH_CSRF_PARAMETER, authCsrfParameter);
    }
}
