/** How much one client may send: sizes, and rates over sliding windows. */
@NullMarked
package io.github.jettyws.security.limit;

import org.jspecify.annotations.NullMarked;
