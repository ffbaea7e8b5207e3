package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An environment of Jetty 12.1, and what its application is made of. */
enum MatrixEnvironment {
    EE8("javax", "jetty-servlet-api-4.", "ee9"),
    EE9("jakarta", "jetty-jakarta-servlet-api-5.", "ee9"),
    EE10("jakarta", "jakarta.servlet-api-6.0.", "ee10"),
    EE11("jakarta", "jakarta.servlet-api-6.1.", "ee10"),
    CORE("", "", "core");

    private final String namespace;
    private final String servletApi;
    private final String folder;

    MatrixEnvironment(String namespace, String servletApi, String folder) {
        this.namespace = namespace;
        this.servletApi = servletApi;
        this.folder = folder;
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What an operator enables for it. */
    List<String> modules() {
        return this == CORE
                ? List.of("core-deploy", "websocket-jetty")
                : List.of(
                        lowerCase() + "-deploy",
                        lowerCase() + "-websocket-jetty",
                        lowerCase() + "-websocket-" + namespace);
    }

    /** The kinds of endpoints it has, by the first segment of their path; the application is mounted at its name. */
    List<MatrixKind> kinds() {
        return Stream.of(MatrixKind.values()).filter(kind -> kind.isIn(this)).toList();
    }

    List<String> folders() {
        return this == CORE ? List.of(folder) : List.of("servlet", folder);
    }

    /** Makes source text that was written for EE10 source text for this environment. */
    String translate(String source) {
        if (this == CORE) {
            return source;
        }
        String translated = source.replace("org.eclipse.jetty.ee10.", "org.eclipse.jetty." + lowerCase() + ".")
                .replace("jakarta.servlet.", namespace + ".servlet.")
                .replace("jakarta.websocket.", namespace + ".websocket.");
        return folder.equals("ee9")
                ? translated.replace(
                        "org.eclipse.jetty.websocket.api.", "org.eclipse.jetty." + lowerCase() + ".websocket.api.")
                : translated;
    }

    /** The jars that the server offers to an application of this environment, as far as the application uses them. */
    List<Path> classPath() throws IOException {
        Path lib = Build.JETTY_HOME.resolve("lib");
        List<Path> jars = new ArrayList<>();
        for (Path jar : MatrixSources.files(lib, ".jar")) {
            String name = jar.getFileName().toString();
            boolean ofCore = jar.getParent().equals(lib)
                    && name.matches("jetty-(server|session|util|http|io|websocket-.*)-[0-9.]+jar");
            boolean ofThis = this != CORE
                    && (name.startsWith(servletApi) || jar.getParent().endsWith(lowerCase() + "-websocket"));
            if (ofCore || ofThis) {
                jars.add(jar);
            }
        }
        return jars;
    }
}
