package io.github.jettyws.security.jetty;

import io.github.jettyws.security.limit.MessageLimits;
import java.time.Duration;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.OutgoingEntry;

/**
 * The session as the endpoint sees it: whatever it sets, by annotation or by call, can lower the limits of the policy and
 * not raise them.
 *
 * <p>Jetty's parser refuses a frame on its header only where it may not fragment it, which auto-fragment lets it do. So
 * that is off for the parser, and what the endpoint sends is fragmented here instead, as Jetty would have done. The
 * extensions see this session, too: {@code permessage-deflate} hands large frames on in pieces only with auto-fragment.
 */
final class CappedSession extends DemandedSession {
    private final MessageLimits limits;
    private final OutgoingFragments outgoing;
    private boolean autoFragment;
    private long maxFrameSize;

    private CappedSession(GuardedCoreSession session, MessageLimits limits) {
        super(session);
        this.limits = limits;
        this.outgoing = new OutgoingFragments(session, this);
        this.autoFragment = session.isAutoFragment();
        Caps.lower(session, limits);
        this.maxFrameSize = session.getMaxFrameSize();
        session.setAutoFragment(false);
        limitParser();
    }

    static CappedSession of(GuardedCoreSession session, MessageLimits limits) {
        CappedSession capped = new CappedSession(session, limits);
        session.getExtensionStack().getExtensions().forEach(extension -> extension.setCoreSession(capped));
        return capped;
    }

    /** With auto-fragment, the size is that of the pieces the endpoint wants, and no limit to the client. */
    private void limitParser() {
        super.setMaxFrameSize(autoFragment ? limits.maxFrameSize() : maxFrameSize);
    }

    @Override
    public long getMaxFrameSize() {
        return maxFrameSize;
    }

    @Override
    public void setMaxFrameSize(long maxFrameSize) {
        this.maxFrameSize = Caps.size(maxFrameSize, limits.maxFrameSize());
        limitParser();
    }

    @Override
    public void setMaxTextMessageSize(long maxSize) {
        super.setMaxTextMessageSize(Caps.size(maxSize, limits.maxTextMessageSize()));
    }

    @Override
    public void setMaxBinaryMessageSize(long maxSize) {
        super.setMaxBinaryMessageSize(Caps.size(maxSize, limits.maxBinaryMessageSize()));
    }

    @Override
    public void setIdleTimeout(Duration timeout) {
        super.setIdleTimeout(Caps.time(timeout, limits.idleTimeout()));
    }

    @Override
    public boolean isAutoFragment() {
        return autoFragment;
    }

    @Override
    public void setAutoFragment(boolean autoFragment) {
        this.autoFragment = autoFragment;
        limitParser();
    }

    @Override
    void forward(OutgoingEntry entry) {
        if (autoFragment) {
            outgoing.sendFrame(entry);
        } else {
            super.forward(entry);
        }
    }

    /** A close frame waits for the fragments before it, as every frame does. */
    @Override
    public void close(CloseStatus closeStatus, Callback callback) {
        sendFrame(closeStatus.toFrame(), callback, false);
    }

    @Override
    public void close(int statusCode, String reason, Callback callback) {
        close(new CloseStatus(statusCode, reason), callback);
    }

    @Override
    public void close(Callback callback) {
        close(CloseStatus.NO_CODE_STATUS, callback);
    }
}
