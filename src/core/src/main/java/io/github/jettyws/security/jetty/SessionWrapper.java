package io.github.jettyws.security.jetty;

import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Behavior;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.exception.WebSocketTimeoutException;

/** A session that hands everything to another one: Jetty has a wrapper for requests and handlers, but none for this. */
abstract class SessionWrapper implements CoreSession {
    private final CoreSession wrapped;

    SessionWrapper(CoreSession wrapped) {
        this.wrapped = wrapped;
    }

    CoreSession wrapped() {
        return wrapped;
    }

    @Override
    public String getNegotiatedSubProtocol() {
        return wrapped.getNegotiatedSubProtocol();
    }

    @Override
    public List<ExtensionConfig> getNegotiatedExtensions() {
        return wrapped.getNegotiatedExtensions();
    }

    @Override
    public Map<String, List<String>> getParameterMap() {
        return wrapped.getParameterMap();
    }

    @Override
    public String getProtocolVersion() {
        return wrapped.getProtocolVersion();
    }

    @Override
    public URI getRequestURI() {
        return wrapped.getRequestURI();
    }

    @Override
    public boolean isSecure() {
        return wrapped.isSecure();
    }

    @Override
    public Behavior getBehavior() {
        return wrapped.getBehavior();
    }

    @Override
    public WebSocketComponents getWebSocketComponents() {
        return wrapped.getWebSocketComponents();
    }

    @Override
    public ByteBufferPool getByteBufferPool() {
        return wrapped.getByteBufferPool();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return wrapped.getLocalAddress();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return wrapped.getRemoteAddress();
    }

    @Override
    public boolean isInputOpen() {
        return wrapped.isInputOpen();
    }

    @Override
    public boolean isOutputOpen() {
        return wrapped.isOutputOpen();
    }

    @Override
    public boolean isClosed() {
        return wrapped.isClosed();
    }

    @Override
    public void flush(Callback callback) {
        wrapped.flush(callback);
    }

    @Override
    public void close(Callback callback) {
        wrapped.close(callback);
    }

    @Override
    public void close(int statusCode, String reason, Callback callback) {
        wrapped.close(statusCode, reason, callback);
    }

    @Override
    public void close(CloseStatus closeStatus, Callback callback) {
        wrapped.close(closeStatus, callback);
    }

    @Override
    public void abort() {
        wrapped.abort();
    }

    @Override
    public void demand() {
        wrapped.demand();
    }

    @Override
    public boolean isRsv1Used() {
        return wrapped.isRsv1Used();
    }

    @Override
    public boolean isRsv2Used() {
        return wrapped.isRsv2Used();
    }

    @Override
    public boolean isRsv3Used() {
        return wrapped.isRsv3Used();
    }

    @Override
    public void addIdleTimeoutListener(Predicate<WebSocketTimeoutException> onIdleTimeout) {
        wrapped.addIdleTimeoutListener(onIdleTimeout);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        wrapped.onFrame(frame, callback);
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        wrapped.sendFrame(entry);
    }

    @Override
    public Duration getIdleTimeout() {
        return wrapped.getIdleTimeout();
    }

    @Override
    public void setIdleTimeout(Duration timeout) {
        wrapped.setIdleTimeout(timeout);
    }

    @Override
    public boolean isAutoFragment() {
        return wrapped.isAutoFragment();
    }

    @Override
    public void setAutoFragment(boolean autoFragment) {
        wrapped.setAutoFragment(autoFragment);
    }

    @Override
    public long getMaxFrameSize() {
        return wrapped.getMaxFrameSize();
    }

    @Override
    public void setMaxFrameSize(long maxFrameSize) {
        wrapped.setMaxFrameSize(maxFrameSize);
    }

    @Override
    public int getOutputBufferSize() {
        return wrapped.getOutputBufferSize();
    }

    @Override
    public void setOutputBufferSize(int outputBufferSize) {
        wrapped.setOutputBufferSize(outputBufferSize);
    }

    @Override
    public int getInputBufferSize() {
        return wrapped.getInputBufferSize();
    }

    @Override
    public void setInputBufferSize(int inputBufferSize) {
        wrapped.setInputBufferSize(inputBufferSize);
    }

    @Override
    public long getMaxBinaryMessageSize() {
        return wrapped.getMaxBinaryMessageSize();
    }

    @Override
    public void setMaxBinaryMessageSize(long maxSize) {
        wrapped.setMaxBinaryMessageSize(maxSize);
    }

    @Override
    public long getMaxTextMessageSize() {
        return wrapped.getMaxTextMessageSize();
    }

    @Override
    public void setMaxTextMessageSize(long maxSize) {
        wrapped.setMaxTextMessageSize(maxSize);
    }

    @Override
    public int getMaxOutgoingFrames() {
        return wrapped.getMaxOutgoingFrames();
    }

    @Override
    public void setMaxOutgoingFrames(int maxOutgoingFrames) {
        wrapped.setMaxOutgoingFrames(maxOutgoingFrames);
    }

    @Override
    public String toString() {
        return wrapped.toString();
    }
}
