/** A chat over both WebSocket APIs, the login that goes with it, and a look at what the guard did. */
@NullMarked
package io.github.jettyws.demo;

import org.jspecify.annotations.NullMarked;
