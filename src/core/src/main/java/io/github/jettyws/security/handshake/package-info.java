/**
 * The facts of one upgrade request, the checks that are asked about them, and the verdicts they give. This package
 * knows no server: it can be tested, and extended, with plain values.
 */
@NullMarked
package io.github.jettyws.security.handshake;

import org.jspecify.annotations.NullMarked;
