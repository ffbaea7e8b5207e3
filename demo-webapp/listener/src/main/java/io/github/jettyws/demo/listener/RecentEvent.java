package io.github.jettyws.demo.listener;

import io.github.jettyws.security.event.SecurityEvent;

/**
 * An event as plain values, to be kept and shown. Immutable.
 *
 * <p>Text that a client sent is cut, so that the memory of many events is bounded in bytes too. It is not escaped: that
 * depends on where it is shown. What is absent is the empty string, or 0.
 *
 * @param sequence the number of the event, counted from 1
 * @param time when, as ISO 8601 in UTC
 * @param type what: {@code ACCEPTED}, {@code REFUSED}, {@code VIOLATED}, {@code CLOSED}
 * @param stage where on the way of the connection
 * @param reason why, absent if there was no refusal
 * @param enforced whether it was carried out; false in mode {@code report}
 * @param address the client address
 * @param origin the origin that the client named
 * @param path the path that the client asked for
 * @param user who it was, where that is known
 * @param connection the id of the connection, absent before there is one
 * @param closeCode the close code, absent unless the type is {@code CLOSED}
 */
public record RecentEvent(
        long sequence,
        String time,
        String type,
        String stage,
        String reason,
        boolean enforced,
        String address,
        String origin,
        String path,
        String user,
        String connection,
        int closeCode) {
    private static final int MAX_LENGTH = 200;

    static RecentEvent of(long sequence, SecurityEvent event) {
        return new RecentEvent(
                sequence,
                event.time().toString(),
                event.type().name(),
                event.stage().name(),
                event.reason().map(Enum::name).orElse(""),
                event.enforced(),
                cut(event.clientAddress()),
                cut(event.origin().orElse("")),
                cut(event.path()),
                cut(event.identity().map(identity -> identity.name()).orElse("")),
                event.connection().map(String::valueOf).orElse(""),
                event.closeCode().orElse(0));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
