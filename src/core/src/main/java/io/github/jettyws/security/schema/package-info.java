/** JSON Schema (2020-12) for the messages of a policy, from a file, within bounds of time, and without the network. */
@NullMarked
package io.github.jettyws.security.schema;

import org.jspecify.annotations.NullMarked;
