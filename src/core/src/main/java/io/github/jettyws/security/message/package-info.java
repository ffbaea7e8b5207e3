/** What may pass on an open connection. */
@NullMarked
package io.github.jettyws.security.message;

import org.jspecify.annotations.NullMarked;
