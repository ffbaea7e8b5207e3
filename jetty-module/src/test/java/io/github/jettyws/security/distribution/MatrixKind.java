package io.github.jettyws.security.distribution;

import java.util.Locale;

/** A way in which an application opens endpoints. */
enum MatrixKind {
    MAPPED("JettyWebSocketServerContainer.addMapping", "/mapped", "ee8"),
    SERVLET("JettyWebSocketServlet", "/servlet", "ee8"),
    UPGRADING("JettyWebSocketServerContainer.upgrade", "/upgrading", "ee8"),
    FILTER("WebSocketUpgradeFilter in web.xml", "-filter/mapped", "ee8"),
    ANNOTATED("@ServerEndpoint", "/annotated", "ee8"),
    PROGRAMMATIC("ServerContainer.addEndpoint", "/programmatic", "ee8"),
    HANDED("ServerContainer.upgradeHttpToWebSocket", "/handed", "ee10"),
    CORE_MAPPED("ServerWebSocketContainer.addMapping", "/mapped", "core"),
    CORE_UPGRADING("ServerWebSocketContainer.upgrade", "/upgrading", "core"),
    CORE_RAW("WebSocketUpgradeHandler with a FrameHandler", "/raw", "core"),
    CORE_OWN("WebSocketMappings of its own with a FrameHandler", "/own", "core"),
    CORE_BARE("WebSocketUpgradeHandler outside of contexts", "-bare", "core");

    private final String title;
    private final String path;
    private final String since;

    /** Which environments have it: the core alone, or this and later ones. */
    MatrixKind(String title, String path, String since) {
        this.title = title;
        this.path = path;
        this.since = since;
    }

    boolean isIn(MatrixEnvironment environment) {
        MatrixEnvironment first = MatrixEnvironment.valueOf(since.toUpperCase(Locale.ROOT));
        boolean ofCore = first == MatrixEnvironment.CORE;
        if (ofCore || environment == MatrixEnvironment.CORE) {
            return first == environment;
        }
        return first.compareTo(environment) <= 0;
    }

    /** As the table names it. */
    String title() {
        return title;
    }

    /** Where it is in the application of an environment. */
    String path(MatrixEnvironment environment) {
        return this == CORE_BARE ? "/bare" : "/" + environment.lowerCase() + path;
    }
}
