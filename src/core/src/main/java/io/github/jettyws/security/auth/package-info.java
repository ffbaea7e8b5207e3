/** Credentials, and the identity that they prove. */
@NullMarked
package io.github.jettyws.security.auth;

import org.jspecify.annotations.NullMarked;
