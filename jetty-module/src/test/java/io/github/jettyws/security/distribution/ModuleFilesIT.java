package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The template, the XML and the code name the same properties, and the template tells the defaults that the code has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModuleFilesIT {
    private static final Pattern TEMPLATE_LINE = Pattern.compile("(?m)^# (ws-security\\.[\\w.]+)=(.*)$");
    private static final Pattern XML_PROPERTY = Pattern.compile("property=\"(ws-security\\.[\\w.]+)\"");
    private static final Pattern EFFECTIVE = Pattern.compile("(ws-security\\.[\\w.]+)=(.*?)(?=, ws-security|\\})");

    private JettyBase base;
    private Map<String, String> template;

    @BeforeAll
    void install() throws IOException {
        base = JettyBase.guarded("files", "http", "websocket-jetty");
        template = TEMPLATE_LINE
                .matcher(read("start.d/ws-security.ini"))
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, b) -> b, TreeMap::new));
    }

    private String read(String file) throws IOException {
        return Files.readString(base.directory().resolve(file));
    }

    @Test
    void template_everyPropertyHasItsMeaningAboveIt() throws IOException {
        List<String> lines = read("start.d/ws-security.ini").lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith("# ws-security.")) {
                assertTrue(lines.get(i - 1).startsWith("## "), lines.get(i));
            }
        }
        assertTrue(template.size() >= 18, template::toString);
    }

    @Test
    void xml_setsTheSameProperties() throws IOException {
        assertEquals(
                template.keySet(),
                XML_PROPERTY
                        .matcher(read("etc/ws-security.xml"))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void defaults_areThoseOfTheCode() throws IOException {
        try (JettyProcess process = base.start()) {
            String settings = process.log()
                    .lines()
                    .filter(line -> line.contains("policy of /:") || line.contains("all policies:"))
                    .collect(Collectors.joining("\n"));
            Map<String, String> effective = EFFECTIVE
                    .matcher(settings)
                    .results()
                    .collect(Collectors.toMap(
                            found -> found.group(1), (MatchResult found) -> found.group(2), (a, b) -> b, TreeMap::new));
            assertEquals(template, effective);
        }
    }

    @Test
    void libraries_areTheOnesNamed() throws IOException {
        for (String module : List.of("ws-security", "ee10-ws-security", "ee11-ws-security")) {
            List<Path> libraries = read("modules/" + module + ".mod")
                    .lines()
                    .filter(line -> line.endsWith(".jar"))
                    .map(line -> base.directory().resolve(line))
                    .toList();
            assertTrue(!libraries.isEmpty() && libraries.stream().allMatch(Files::exists), libraries::toString);
        }
    }
}
