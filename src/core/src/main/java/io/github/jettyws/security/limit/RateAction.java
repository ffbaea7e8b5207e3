package io.github.jettyws.security.limit;

/**
 * What happens to a message over the rate. Immutable.
 *
 * @param ladder which step for which violation
 * @param closeCode what a connection is closed with (RFC 6455, section 7.4): 1008, or 1013 to tell it to try again later
 * @param replyMessage the text that {@link RateStep#REPLY} sends; {@code {wait}} in it stands for the whole seconds until there
 *     is room
 */
public record RateAction(Ladder ladder, int closeCode, String replyMessage) {}
