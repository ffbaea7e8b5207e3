/**
 * The only package that knows how Jetty upgrades, frames and deploys. It translates and decides nothing: facts of Jetty
 * become facts of a policy, and refusals of a policy become answers of Jetty.
 */
@NullMarked
package io.github.jettyws.security.jetty;

import org.jspecify.annotations.NullMarked;
