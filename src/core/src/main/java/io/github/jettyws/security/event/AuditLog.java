package io.github.jettyws.security.event;

import io.github.jettyws.security.handshake.LogText;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener that is always there: one line for each refusal, each violation, each end that the guard brings about
 * and each ban, at level {@code WARN}, through the logger {@code io.github.jettyws.security.audit}. The end of a ban
 * and a credential that was renewed are logged at level {@code INFO}, connections that open and close at level {@code DEBUG}.
 */
public final class AuditLog implements SecurityListener {
    /** The name of the logger. */
    public static final String LOGGER = "io.github.jettyws.security.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** Makes the log. */
    public AuditLog() {}

    /** Tells whether there is a line for such an event, at the level that the logger has now. */
    static boolean writes(SecurityEvent.Type type) {
        boolean opensOrCloses = type == SecurityEvent.Type.ACCEPTED || type == SecurityEvent.Type.CLOSED;
        return !opensOrCloses || LOG.isDebugEnabled();
    }

    @Override
    public void onAccepted(SecurityEvent event) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("accepted {}", facts(event));
        }
    }

    @Override
    public void onRefused(SecurityEvent event) {
        LOG.warn("{} {} {}", event.enforced() ? "refused" : "would refuse", reason(event), facts(event));
    }

    @Override
    public void onViolated(SecurityEvent event) {
        LOG.warn("{} {} {}", event.enforced() ? "violated" : "would close", reason(event), facts(event));
    }

    @Override
    public void onClosed(SecurityEvent event) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("closed {} {}", event.closeCode().orElse(0), facts(event));
        }
    }

    @Override
    public void onEnded(SecurityEvent event) {
        LOG.warn("{} {} {}", event.enforced() ? "ended" : "would end", reason(event), facts(event));
    }

    @Override
    public void onRenewed(SecurityEvent event) {
        LOG.info("renewed {}", facts(event));
    }

    @Override
    public void onBanned(SecurityEvent event) {
        LOG.warn(
                "banned address={} until={} for={}",
                LogText.quote(event.clientAddress()),
                event.until().map(Instant::toString).orElse("-"),
                reason(event));
    }

    @Override
    public void onUnbanned(SecurityEvent event) {
        LOG.info("unbanned address={}", LogText.quote(event.clientAddress()));
    }

    private static String reason(SecurityEvent event) {
        return event.reason().map(Enum::name).orElse("-");
    }

    private static String facts(SecurityEvent event) {
        return "address=" + LogText.quote(event.clientAddress())
                + " origin=" + event.origin().map(LogText::quote).orElse("-")
                + " path=" + LogText.quote(event.path())
                + " protocol=" + LogText.quote(event.protocol())
                + " user="
                + event.identity().map(user -> LogText.quote(user.name())).orElse("-")
                + " connection=" + event.connection().map(String::valueOf).orElse("-")
                + event.until().map(end -> " until=" + end).orElse("");
    }
}
