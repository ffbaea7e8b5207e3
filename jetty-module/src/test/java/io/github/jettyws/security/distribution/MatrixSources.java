package io.github.jettyws.security.distribution;

import io.github.jettyws.testapp.Counts;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the applications of the matrix against the jars of jetty-home: some of those are in no repository. */
final class MatrixSources {
    private static final Path SOURCES = Build.CLIENTS.resolveSibling("matrix");

    private MatrixSources() {}

    /** Compiles the application of an environment into a folder. */
    static void compile(MatrixEnvironment environment, Path classes) throws IOException {
        Files.createDirectories(classes);
        Path work = Build.TARGET.resolve("matrix").resolve(environment.lowerCase());
        List<Path> sources = new ArrayList<>();
        for (String folder : environment.folders()) {
            for (Path template : files(SOURCES.resolve(folder), ".java")) {
                Path source = Files.createDirectories(work.resolve(folder)).resolve(template.getFileName());
                Files.writeString(source, environment.translate(Files.readString(template)));
                sources.add(source);
            }
        }
        compile(sources, environment.classPath(), classes);
        String counts = Counts.class.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(counts);
        Files.createDirectories(copy.getParent());
        Files.copy(testClasses().resolve(counts), copy);
    }

    private static void compile(List<Path> sources, List<Path> classPath, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = Stream.concat(classPath.stream(), Stream.of(testClasses()))
                .map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-d", classes.toString(), "-classpath", path);
            boolean done = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!done) {
                throw new IOException(messages.toString());
            }
        }
    }

    /** Where the class is that all applications of these tests count with. */
    private static Path testClasses() {
        return Path.of(
                Counts.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
