package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each place where the guard failed with its stack trace once a minute. Thread-safe. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    /** By place: places are class names of the server, not values of clients, so this cannot grow. */
    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    private final Ticker ticker;

    FailureLog(Ticker ticker) {
        this.ticker = ticker;
    }

    void log(String place, Throwable failure) {
        long now = ticker.read();
        if (isDue(place, now)) {
            LOG.error("the guard failed in {}, and refused", place, failure);
        }
    }

    /** True for one caller only, even where several ask at the same time of the ticker. */
    private boolean isDue(String place, long now) {
        Long last = logged.putIfAbsent(place, now);
        return last == null || (now - last >= INTERVAL && logged.replace(place, last, now));
    }
}
