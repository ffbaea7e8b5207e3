package io.github.jettyws.security.policy;

/**
 * What is decided as an upgrade completes. Immutable.
 *
 * @param allowUnguarded whether an endpoint may open whose messages cannot be guarded
 * @param allowCompression whether messages may be compressed (RFC 7692)
 */
public record UpgradeRules(boolean allowUnguarded, boolean allowCompression) {}
