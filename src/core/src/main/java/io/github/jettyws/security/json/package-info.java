/** JSON to the letter of RFC 8259, read within bounds: of messages, and of what the guard itself is told in JSON. */
@NullMarked
package io.github.jettyws.security.json;

import org.jspecify.annotations.NullMarked;
