/** How much one client may do: sizes, rates, and how many connections it holds at once. */
@NullMarked
package io.github.jettyws.security.limit;

import org.jspecify.annotations.NullMarked;
