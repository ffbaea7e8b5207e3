package io.github.jettyws.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the posts of our own page from those that another site makes a browser send (CWE-352).
 *
 * <p>Every browser of today sends {@code Origin} with a post, and nearly every one {@code Sec-Fetch-Site}; no page can
 * forge them. A post with neither is refused: the login is for the page alone.
 */
final class SamePage {
    private SamePage() {}

    static boolean posted(HttpServletRequest request) {
        return posted(
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Origin"),
                request.getScheme(),
                request.getHeader("Host"));
    }

    static boolean posted(@Nullable String fetchSite, @Nullable String origin, String scheme, @Nullable String host) {
        if (fetchSite == null && origin == null) {
            return false;
        }
        boolean siteIsOurs = fetchSite == null || fetchSite.equals("same-origin");
        boolean originIsOurs = origin == null || origin.equals((scheme + "://" + host).toLowerCase(Locale.ROOT));
        return siteIsOurs && originIsOurs;
    }
}
