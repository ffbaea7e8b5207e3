/** Makes a Jetty base as an operator would, deploys the demo and serves it. Needs nothing but the JDK. */
@NullMarked
package io.github.jettyws.demo.server;

import org.jspecify.annotations.NullMarked;
