package io.github.jettyws.demo.listener;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.SecurityListener;

/**
 * Remembers every event for {@link RecentEvents}.
 *
 * <p>The guard finds this class by its name in
 * {@code META-INF/services/io.github.jettyws.security.event.SecurityListener} and makes it with the public constructor
 * without arguments. It calls it from one thread at a time, off the threads that serve clients.
 */
public final class RecentEventsListener implements SecurityListener {
    /** Makes the listener. */
    public RecentEventsListener() {
        RecentEvents.listen();
    }

    @Override
    public void onAccepted(SecurityEvent event) {
        RecentEvents.add(event);
    }

    @Override
    public void onRefused(SecurityEvent event) {
        RecentEvents.add(event);
    }

    @Override
    public void onViolated(SecurityEvent event) {
        RecentEvents.add(event);
    }

    @Override
    public void onEnded(SecurityEvent event) {
        RecentEvents.add(event);
    }

    @Override
    public void onClosed(SecurityEvent event) {
        RecentEvents.add(event);
    }

    @Override
    public void onBanned(SecurityEvent event) {
        RecentEvents.add(event);
    }

    @Override
    public void onUnbanned(SecurityEvent event) {
        RecentEvents.add(event);
    }
}
