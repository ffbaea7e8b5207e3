package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;

/** Whether a session counts for a request whose cookie leads to it. */
class CookieSessionTest {
    private final Request request = mock();

    private void cookie(String value) {
        when(request.getAttribute(Request.COOKIE_ATTRIBUTE)).thenReturn(List.of(HttpCookie.from("JSESSIONID", value)));
    }

    /** One that lasts for ever. */
    private static ManagedSession managed(boolean valid, boolean ended) {
        ManagedSession session = mock();
        when(session.getId()).thenReturn("one");
        when(session.isValid()).thenReturn(valid);
        when(session.isInvalidOrInvalidating()).thenReturn(ended);
        when(session.getSessionData()).thenReturn(new SessionData("one", "/app", "0.0.0.0", 0, 0, 0, 0));
        return session;
    }

    @Test
    void of_validSession_counts() {
        cookie("one.node0");
        assertNotNull(CookieSession.of(request, managed(true, false)));
    }

    /** To Jetty it is not valid for that moment, and has not ended. */
    @Test
    void of_idBeingRenewed_counts() {
        cookie("one");
        assertNotNull(CookieSession.of(request, managed(false, false)));
    }

    @Test
    void of_endedSession_doesNotCount() {
        cookie("one");
        assertNull(CookieSession.of(request, managed(false, true)));
    }

    @Test
    void of_otherCookie_doesNotCount() {
        cookie("two");
        assertNull(CookieSession.of(request, managed(true, false)));
    }

    /** Of a session that is not of Jetty's own kind no more is known. */
    @Test
    void of_foreignSession_countsWhileItIsValid() {
        cookie("one");
        Session session = mock();
        when(session.getId()).thenReturn("one");
        assertNull(CookieSession.of(request, session));
        when(session.isValid()).thenReturn(true);
        assertNotNull(CookieSession.of(request, session));
    }

    @Test
    void of_noSession_isNone() {
        cookie("one");
        assertNull(CookieSession.of(request, null));
    }
}
