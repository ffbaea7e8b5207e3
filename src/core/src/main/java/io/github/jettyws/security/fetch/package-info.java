/** Fetches over HTTP what the policy needs from elsewhere. It decides nothing. */
@NullMarked
package io.github.jettyws.security.fetch;

import org.jspecify.annotations.NullMarked;
