package io.github.jettyws.security.jetty;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.session.SessionDataStoreFactory;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/** Sessions as a database would keep them: a test does what another node does. One for each context. */
final class SharedSessionStore extends AbstractSessionDataStore {
    /** By id. */
    final Map<String, SessionData> saved = new ConcurrentHashMap<>();

    /** Gives the same store to every context, so one context only is to have sessions. */
    SessionDataStoreFactory factory() {
        return new SessionDataStoreFactory() {
            @Override
            public SessionDataStore getSessionDataStore(SessionManager manager) {
                return manager.getContext().getContextPath().equals("/app")
                        ? SharedSessionStore.this
                        : new SharedSessionStore();
            }
        };
    }

    private SessionData copy(SessionData data) {
        SessionData copy = newSessionData(
                data.getId(), data.getCreated(), data.getAccessed(), data.getLastAccessed(), data.getMaxInactiveMs());
        copy.copy(data);
        copy.setLastSaved(data.getLastSaved());
        return copy;
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaveTime) {
        saved.put(id, copy(data));
    }

    @Override
    public @Nullable SessionData doLoad(String id) {
        SessionData data = saved.get(id);
        return data == null ? null : copy(data);
    }

    @Override
    public boolean doExists(String id) {
        SessionData data = saved.get(id);
        return data != null && !data.isExpiredAt(System.currentTimeMillis());
    }

    @Override
    public boolean delete(String id) {
        return saved.remove(id) != null;
    }

    @Override
    public Set<String> doCheckExpired(Set<String> candidates, long time) {
        return new HashSet<>(candidates);
    }

    @Override
    public Set<String> doGetExpired(long before) {
        return new HashSet<>();
    }

    @Override
    public void doCleanOrphans(long time) {}

    @Override
    public boolean isPassivating() {
        return true;
    }
}
