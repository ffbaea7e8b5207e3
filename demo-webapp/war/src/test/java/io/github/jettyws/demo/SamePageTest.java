package io.github.jettyws.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SamePageTest {
    private static final String HOST = "localhost:8080";
    private static final String OURS = "http://localhost:8080";

    @Test
    void posted_fromOurPage_isTrue() {
        assertTrue(SamePage.posted("same-origin", OURS, "http", HOST));
    }

    @Test
    void posted_oneHeaderOnly_isEnough() {
        assertTrue(SamePage.posted("same-origin", null, "http", HOST));
        assertTrue(SamePage.posted(null, OURS, "http", HOST));
    }

    @Test
    void posted_hostInUpperCase_isTheSame() {
        assertTrue(SamePage.posted(null, OURS, "http", "LOCALHOST:8080"));
    }

    @Test
    void posted_neitherHeader_isFalse() {
        assertFalse(SamePage.posted(null, null, "http", HOST));
    }

    @Test
    void posted_otherSite_isFalse() {
        assertFalse(SamePage.posted("cross-site", OURS, "http", HOST));
        assertFalse(SamePage.posted("same-site", OURS, "http", HOST));
        assertFalse(SamePage.posted("none", OURS, "http", HOST));
        assertFalse(SamePage.posted("same-origin", "https://evil.example", "http", HOST));
        assertFalse(SamePage.posted(null, "https://evil.example", "http", HOST));
    }

    @Test
    void posted_nearlyOurs_isFalse() {
        assertFalse(SamePage.posted(null, "https://localhost:8080", "http", HOST));
        assertFalse(SamePage.posted(null, "http://localhost", "http", HOST));
        assertFalse(SamePage.posted(null, "http://localhost:80801", "http", HOST));
        assertFalse(SamePage.posted(null, "null", "http", HOST));
        assertFalse(SamePage.posted(null, "", "http", HOST));
        assertFalse(SamePage.posted(null, OURS, "http", null));
    }
}
