/**
 * Origins (RFC 6454), the patterns that allow them, and the check of the {@code Origin} header of an upgrade request.
 */
@NullMarked
package io.github.jettyws.security.origin;

import org.jspecify.annotations.NullMarked;
