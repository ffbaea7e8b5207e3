/** What the guard's decisions cost, next to the least that anybody would do in their place. */
@NullMarked
package io.github.jettyws.security.benchmarks;

import org.jspecify.annotations.NullMarked;
