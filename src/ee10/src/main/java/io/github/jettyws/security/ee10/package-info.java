/** The guard for code that makes endpoints of Jetty's WebSocket API in EE10 itself. */
@NullMarked
package io.github.jettyws.security.ee10;

import org.jspecify.annotations.NullMarked;
