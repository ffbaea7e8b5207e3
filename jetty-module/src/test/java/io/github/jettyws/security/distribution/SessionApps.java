package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Applications with sessions: those of the matrix in every environment of servlets, and one of Jetty's core. */
enum SessionApps {
    EE8(MatrixEnvironment.EE8),
    EE9(MatrixEnvironment.EE9),
    EE10(MatrixEnvironment.EE10),
    EE11(MatrixEnvironment.EE11),
    CORE(MatrixEnvironment.CORE);

    private static final String CONTEXT = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="context" class="org.eclipse.jetty.coreapp.CoreAppContext">
              <Set name="contextPath">/core</Set>
              <Call class="io.github.jettyws.matrix.core.SessionApp" name="fill">
                <Arg><Ref refid="Server"/></Arg>
                <Arg><Ref refid="context"/></Arg>
              </Call>
            </Configure>
            """;

    private final MatrixEnvironment environment;

    SessionApps(MatrixEnvironment environment) {
        this.environment = environment;
    }

    /** A base with all of them. */
    static JettyBase base(String name) throws IOException {
        Stream<String> environments = Arrays.stream(values()).flatMap(app -> app.environment.modules().stream());
        JettyBase base = JettyBase.guarded(
                name,
                Stream.concat(Stream.of("http", "http2c", "resources", "jmx"), environments)
                        .toArray(String[]::new));
        for (SessionApps app : values()) {
            app.deploy(base.directory());
        }
        return base;
    }

    private void deploy(Path base) throws IOException {
        if (this != CORE) {
            new MatrixApps(environment, base).deploy();
            return;
        }
        MatrixSources.compile(environment, base.resolve("resources"));
        Path webapps = Files.createDirectories(base.resolve("webapps"));
        Files.writeString(webapps.resolve("core.properties"), "environment=core");
        Files.writeString(webapps.resolve("core.xml"), CONTEXT);
    }

    /** The endpoints, of every kind. */
    List<String> endpoints() {
        Stream<String> kinds = this == CORE
                ? Stream.of("mapped", "upgrading")
                : Stream.of("mapped", "servlet", "upgrading", "programmatic");
        return kinds.map(kind -> path("/" + kind + "/all")).toList();
    }

    String path(String inside) {
        return "/" + environment.lowerCase() + inside;
    }
}
