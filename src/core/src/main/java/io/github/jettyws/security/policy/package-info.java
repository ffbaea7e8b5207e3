/**
 * The rules put together: a policy, and the way of one upgrade request and one connection under it. Pure: no server, no
 * frame, no thread.
 */
@NullMarked
package io.github.jettyws.security.policy;

import org.jspecify.annotations.NullMarked;
