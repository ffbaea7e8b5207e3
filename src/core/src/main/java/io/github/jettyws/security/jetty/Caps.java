package io.github.jettyws.security.jetty;

import io.github.jettyws.security.limit.MessageLimits;
import java.time.Duration;
import org.eclipse.jetty.websocket.core.Configuration;

/** Lowers what an application has configured to the limits of a policy. Nothing is ever raised. */
final class Caps {
    private Caps() {}

    static void lower(Configuration configuration, MessageLimits limits) {
        configuration.setMaxFrameSize(size(configuration.getMaxFrameSize(), limits.maxFrameSize()));
        configuration.setMaxTextMessageSize(size(configuration.getMaxTextMessageSize(), limits.maxTextMessageSize()));
        configuration.setMaxBinaryMessageSize(
                size(configuration.getMaxBinaryMessageSize(), limits.maxBinaryMessageSize()));
        configuration.setIdleTimeout(time(configuration.getIdleTimeout(), limits.idleTimeout()));
    }

    /** Zero and less mean no limit to Jetty. */
    static long size(long wanted, long most) {
        return wanted <= 0 ? most : Math.min(wanted, most);
    }

    static Duration time(Duration wanted, Duration most) {
        return wanted.isZero() || wanted.isNegative() || wanted.compareTo(most) > 0 ? most : wanted;
    }
}
