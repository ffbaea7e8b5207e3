/** The guard: what Jetty's XML configures, and what assembles the policy. */
@NullMarked
package io.github.jettyws.security;

import org.jspecify.annotations.NullMarked;
