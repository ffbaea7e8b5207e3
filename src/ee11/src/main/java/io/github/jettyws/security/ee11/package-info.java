/** The guard for code that makes endpoints of Jetty's WebSocket API in EE11 itself. */
@NullMarked
package io.github.jettyws.security.ee11;

import org.jspecify.annotations.NullMarked;
