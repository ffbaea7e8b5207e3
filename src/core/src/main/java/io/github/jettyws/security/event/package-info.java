/** What the guard did, and who is told: listeners, the audit log, the counters. */
@NullMarked
package io.github.jettyws.security.event;

import org.jspecify.annotations.NullMarked;
