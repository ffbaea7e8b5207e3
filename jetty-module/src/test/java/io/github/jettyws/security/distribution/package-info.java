/**
 * The shipped zip in a real Jetty, attacked from outside.
 *
 * <p>{@link io.github.jettyws.security.distribution.JettyBase} makes a base as an operator does,
 * {@link io.github.jettyws.security.distribution.JettyProcess} is the server it runs, and
 * {@link io.github.jettyws.security.distribution.Upgrade} asks that server for a connection. The clients are written by
 * hand or are the JDK's: with Jetty's own client, an error on both sides would look like none.
 */
package io.github.jettyws.security.distribution;
