/**
 * The example for plugin writers: a listener that the guard finds in {@code lib/ext}, and the memory it fills, which a
 * web application can read.
 */
@NullMarked
package io.github.jettyws.demo.listener;

import org.jspecify.annotations.NullMarked;
