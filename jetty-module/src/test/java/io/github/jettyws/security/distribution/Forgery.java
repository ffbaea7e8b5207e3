package io.github.jettyws.security.distribution;

/** What a client may write that wants to be somebody else, or to be seen over an encrypted connection. */
enum Forgery {
    ADDRESS("X-Forwarded-For: 203.0.113.9"),
    THE_PROXY_ITSELF("X-Forwarded-For: 127.0.0.1"),
    MANY_PROXIES("X-Forwarded-For: 203.0.113.9, 127.0.0.1, 127.0.0.1, ::ffff:127.0.0.1"),
    SEVERAL_LINES("X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 127.0.0.1"),
    EMPTY_LINE("X-Forwarded-For: 203.0.113.9", "X-Forwarded-For:"),
    COMMAS("X-Forwarded-For: ,203.0.113.9,,, ,"),
    FORTY_ELEMENTS("X-Forwarded-For: 203.0.113.9" + ", 127.0.0.1".repeat(39)),
    UNKNOWN("X-Forwarded-For: unknown"),
    GARBAGE("X-Forwarded-For: 127.0.0.1 or 1=1; <b>203.0.113.9</b> \\"),
    OPEN_QUOTE("X-Forwarded-For: \"203.0.113.9"),
    OPEN_BRACKET("X-Forwarded-For: [2001:db8::9"),
    BRACKETS_AND_PORT("X-Forwarded-For: [2001:db8::9]:443, 203.0.113.9:443"),
    NAME("X-Forwarded-For: localhost"),
    OTHER_CASE("x-FORWARDED-for: 203.0.113.9"),
    UNDERSCORES("X_Forwarded_For: 203.0.113.9", "X_Forwarded_Proto: https"),
    /** RFC 9110, section 7.6.1: a proxy removes what {@code Connection} names, as in CVE-2022-31813. */
    HOP_BY_HOP("Connection: X-Forwarded-For, X-Forwarded-Proto, Forwarded", "X-Forwarded-For: 203.0.113.9"),
    FORWARDED("Forwarded: for=203.0.113.9;proto=https"),
    FORWARDED_LINES("Forwarded: for=203.0.113.9;proto=https", "Forwarded: for=127.0.0.1;proto=https"),
    FORWARDED_PROXIES("Forwarded: for=203.0.113.9;proto=https, for=127.0.0.1, for=\"[::ffff:127.0.0.1]:80\""),
    FORWARDED_UNKNOWN("Forwarded: for=unknown;proto=https, for=_hidden;by=_me;proto=https"),
    /** What an appending proxy adds would be within the quotes. */
    FORWARDED_OPEN_QUOTE("Forwarded: for=203.0.113.9;proto=https, for=\"127.0.0.1"),
    FORWARDED_GARBAGE("Forwarded: for;=,for==1;;\"\\"),
    FORWARDED_TWICE("Forwarded: for=203.0.113.9;for=127.0.0.1;proto=https;proto=http"),
    REAL_IP("X-Real-IP: 203.0.113.9"),
    OTHER_HEADERS(
            "True-Client-IP: 203.0.113.9",
            "CF-Connecting-IP: 203.0.113.9",
            "X-Client-IP: 203.0.113.9",
            "X-Cluster-Client-IP: 203.0.113.9",
            "Client-IP: 203.0.113.9",
            "X-Original-Forwarded-For: 203.0.113.9"),
    PROTO("X-Forwarded-Proto: https"),
    PROTO_LIST("X-Forwarded-Proto: https, https", "X-Forwarded-Proto: https"),
    SECURE_BY_OTHER_NAMES(
            "X-Forwarded-Ssl: on",
            "X-Proxied-Https: on",
            "X-Forwarded-Port: 443",
            "X-Url-Scheme: https",
            "Front-End-Https: on"),
    HOST("X-Forwarded-Host: localhost:443", "X-Forwarded-Server: localhost", "X-Forwarded-Proto: wss"),
    /** RFC 9112, section 5.1: to be answered with 400. */
    SPACE_BEFORE_COLON("X-Forwarded-For : 203.0.113.9"),
    /** RFC 9112, section 5.2: to be answered with 400, or the fold to be replaced by spaces. */
    FOLDED("X-Forwarded-For: 127.0.0.1,\r\n 203.0.113.9");

    private final String fields;

    Forgery(String... lines) {
        this.fields = String.join("\n", lines);
    }

    /** Whether it is no HTTP, so that a proxy may refuse it by itself. */
    boolean isMalformed() {
        return this == SPACE_BEFORE_COLON || this == FOLDED;
    }

    Upgrade addTo(Upgrade upgrade) {
        // A line that begins with a space goes on with the one before.
        for (String line : fields.split("\n(?! )", -1)) {
            int colon = line.indexOf(':');
            upgrade.field(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return upgrade;
    }
}
