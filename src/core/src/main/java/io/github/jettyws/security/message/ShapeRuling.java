package io.github.jettyws.security.message;

import java.util.Optional;

/**
 * What is said of the shape of one message. Immutable.
 *
 * @param verdict whether it may pass
 * @param event the name of the event that it tells of, where it may pass, there are limits by event, and it tells one
 */
public record ShapeRuling(MessageVerdict verdict, Optional<String> event) {}
