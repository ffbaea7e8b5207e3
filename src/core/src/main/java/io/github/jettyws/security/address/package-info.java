/**
 * Addresses and sets of addresses. IPv4 and IPv6 share one unsigned 128-bit representation and one code path. Nothing in
 * this package ever asks DNS.
 */
@NullMarked
package io.github.jettyws.security.address;

import org.jspecify.annotations.NullMarked;
