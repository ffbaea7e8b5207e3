package io.github.jettyws.security;

import io.github.jettyws.security.policy.Alarm;
import io.github.jettyws.security.policy.Deadlines;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The threads behind the deadlines of connections: one that does what is due, with one task at a time, and one that asks
 * HTTP sessions whether they have ended, which their store may hold up. Thread-safe once started.
 */
final class DeadlineTimer extends ContainerLifeCycle implements Alarm, Executor {
    private final Scheduler deadlineThread = new ScheduledExecutorScheduler("ws-security-deadlines", true, 1);
    private final Scheduler sessionThread = new ScheduledExecutorScheduler("ws-security-sessions", true, 1);
    private @Nullable Deadlines deadlines;
    private Scheduler.@Nullable Task task;

    DeadlineTimer() {
        installBean(deadlineThread);
        installBean(sessionThread);
    }

    /**
     * Makes the threads here: one that is made on a thread of an application keeps the class loader of that application
     * alive, by the access control context that it inherits.
     */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        deadlineThread.schedule(() -> {}, 0, TimeUnit.NANOSECONDS);
        sessionThread.schedule(() -> {}, 0, TimeUnit.NANOSECONDS);
    }

    /** Says whose alarm it is from the next start on. */
    synchronized void begin(Deadlines starting) {
        deadlines = starting;
    }

    @Override
    public synchronized void set(Duration wait) {
        if (task != null) {
            task.cancel();
        }
        task = deadlineThread.schedule(this::ring, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void ring() {
        Deadlines due = current();
        if (due != null) {
            due.run();
        }
    }

    private synchronized @Nullable Deadlines current() {
        return deadlines;
    }

    /** One after the other. */
    @Override
    public void execute(Runnable question) {
        sessionThread.schedule(question, 0, TimeUnit.NANOSECONDS);
    }
}
