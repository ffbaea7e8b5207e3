package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * One property is one setter, one getter, one line of XML, one line of the ini-template and one row of the reference.
 * What an operator reads in one place holds in all of them.
 */
class ConfigurationConsistencyTest {
    private static final Path PROJECT = Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
            .resolve("../..");
    private static final Path XML = PROJECT.resolve("etc/ws-security.xml");
    private static final Path REFERENCE = PROJECT.resolve("etc/README.md");
    private static final Path MODULE = PROJECT.resolve("jetty-module/modules/ws-security.mod");

    private static final Pattern INI_LINE = Pattern.compile("(?m)^# (ws-security\\.[^=\\s]+)=(.*)$");
    private static final Pattern REFERENCE_ROW =
            Pattern.compile("(?m)^\\| `(ws-security\\.[^`]+)` \\| (?:`([^`]*)`)? ?\\| (.*) \\|$");

    @Test
    void iniTemplate_lines_areThePropertiesWithTheirDefaults() throws IOException {
        String template = after(Files.readString(MODULE), "[ini-template]");

        assertEquals(defaults(), pairs(INI_LINE, template));
    }

    /** So that nobody who looks for a property finds it set by the module. */
    @Test
    void iniTemplate_values_areCommentedOut() throws IOException {
        String template = after(Files.readString(MODULE), "[ini-template]");

        assertTrue(template.lines().allMatch(line -> line.isEmpty() || line.startsWith("#")));
    }

    @Test
    void iniTemplate_everyProperty_isExplained() throws IOException {
        String before = "";
        for (String line :
                after(Files.readString(MODULE), "[ini-template]").lines().toList()) {
            if (line.startsWith("# ")) {
                assertTrue(before.startsWith("## "), line);
            }
            before = line;
        }
    }

    @Test
    void reference_rows_areThePropertiesWithTheirDefaults() throws IOException {
        assertEquals(defaults(), pairs(REFERENCE_ROW, Files.readString(REFERENCE)));
    }

    @Test
    void xml_lines_areTheProperties() throws Exception {
        assertEquals(
                new TreeSet<>(defaults().keySet()), new TreeSet<>(xmlSetters().keySet()));
    }

    /** The Java default is the only default. */
    @Test
    void xml_lines_haveNoDefault() throws Exception {
        NodeList sets = xml().getElementsByTagName("Set");
        for (int i = 0; i < sets.getLength(); i++) {
            assertEquals("", sets.item(i).getTextContent());
        }
        assertEquals(0, xml().getElementsByTagName("Default").getLength());
        assertEquals(0, xml().getElementsByTagName("Property").getLength());
    }

    @ParameterizedTest
    @EnumSource(Property.class)
    void xml_setter_setsTheProperty(Property property) throws Exception {
        Settings settings = settings(property);
        String name = xmlSetters().get(property.key());

        method(property, "set", name, String.class).invoke(settings, "marker");

        for (Property other : Property.values()) {
            assertEquals(other == property ? "marker" : other.defaultValue(), settings.get(other));
        }
        Method getter = method(property, "get", name);
        assertEquals("marker", getter.invoke(settings));
        assertEquals(
                property.key(), getter.getAnnotation(ManagedAttribute.class).value());
    }

    /** What is in no property is in none of the other places either. */
    @Test
    void settings_settersAndAttributes_areTheProperties() throws Exception {
        Set<String> named = xmlSetters().values().stream()
                .map(ConfigurationConsistencyTest::capitalized)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(named, methods("set"));
        named.add("Path");
        assertEquals(named, methods("get"));
    }

    /** In the block of the XML that configures what it belongs to. */
    @ParameterizedTest
    @EnumSource(Property.class)
    void xml_line_isInTheBlockOfItsScope(Property property) throws Exception {
        NodeList sets = xml().getElementsByTagName("Set");
        for (int i = 0; i < sets.getLength(); i++) {
            Element set = (Element) sets.item(i);
            if (set.getAttribute("property").equals(property.key())) {
                assertEquals(
                        property.scope() == Property.Scope.SHARED ? "shared" : "policy",
                        ((Element) set.getParentNode()).getAttribute("name"));
            }
        }
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Property property : Property.values()) {
            defaults.put(property.key(), property.defaultValue());
        }
        return defaults;
    }

    private static Map<String, String> pairs(Pattern pattern, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (MatchResult match : pattern.matcher(text).results().toList()) {
            String value = match.group(2) == null ? "" : match.group(2);
            assertEquals(null, pairs.put(match.group(1), value), match.group(1) + " is there twice");
        }
        return pairs;
    }

    private static String after(String text, String section) {
        Matcher start = Pattern.compile("(?m)^" + Pattern.quote(section) + "$").matcher(text);
        assertTrue(start.find(), section);
        return text.substring(start.end());
    }

    /** The name of the bean property by the name of the configuration property. */
    private static Map<String, String> xmlSetters() throws Exception {
        Map<String, String> setters = new TreeMap<>();
        NodeList sets = xml().getElementsByTagName("Set");
        for (int i = 0; i < sets.getLength(); i++) {
            Element set = (Element) sets.item(i);
            String key = set.getAttribute("property");
            assertEquals(null, setters.put(key, set.getAttribute("name")), key + " is there twice");
        }
        return setters;
    }

    private static Document xml() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(XML.toFile());
    }

    private static Settings settings(Property property) {
        return property.scope() == Property.Scope.SHARED ? new SharedSettings() : new PolicySettings("/", null);
    }

    private static Method method(Property property, String prefix, String name, Class<?>... parameters)
            throws NoSuchMethodException {
        return settings(property).getClass().getMethod(prefix + capitalized(name), parameters);
    }

    private static Set<String> methods(String prefix) {
        return Stream.of(SharedSettings.class, PolicySettings.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> Settings.class.isAssignableFrom(method.getDeclaringClass()))
                .map(Method::getName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
