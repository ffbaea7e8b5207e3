package io.github.jettyws.demo;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one chat room, for the members of both APIs. Thread-safe; no method waits for a client.
 *
 * <p>A member is told {@code {"you": name}} first, and then {@code {"from": name, "text": text}} for every message,
 * those of its own included.
 */
final class Room {
    /** How many members there may be. */
    static final int MAX_MEMBERS = 500;

    /** How many characters of a message are passed on. */
    static final int MAX_TEXT = 2000;

    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final AtomicLong guests = new AtomicLong();

    /**
     * Lets somebody in.
     *
     * @param name the name, {@code null} for a guest
     * @param outlet the way to this member
     * @return the member, or nothing if the room is full
     */
    Optional<Member> join(@Nullable String name, Outlet outlet) {
        Member member = new Member(name == null ? "guest-" + guests.incrementAndGet() : name, outlet);
        synchronized (members) {
            if (members.size() >= MAX_MEMBERS) {
                return Optional.empty();
            }
            members.add(member);
        }
        tell(member, new JsonObject().put("you", member.name()).toString());
        return Optional.of(member);
    }

    void leave(Member member) {
        members.remove(member);
        member.leave();
    }

    void say(Member from, String text) {
        String message =
                new JsonObject().put("from", from.name()).put("text", cut(text)).toString();
        members.forEach(member -> tell(member, message));
    }

    int size() {
        return members.size();
    }

    private void tell(Member member, String message) {
        if (!member.offer(message)) {
            members.remove(member);
        }
    }

    /** Cuts between characters, never within a surrogate pair. */
    private static String cut(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }
}
