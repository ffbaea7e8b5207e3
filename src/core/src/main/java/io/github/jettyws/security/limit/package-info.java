/** How much one client may do: sizes, rates over sliding windows, and how many connections it holds at once. */
@NullMarked
package io.github.jettyws.security.limit;

import org.jspecify.annotations.NullMarked;
