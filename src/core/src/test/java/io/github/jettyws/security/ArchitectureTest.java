package io.github.jettyws.security;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages hold one idea each, and dependencies point one way: to values, away from the server. */
class ArchitectureTest {
    private static final String ROOT = "io.github.jettyws.security";

    /** What is decided, as opposed to what translates ({@code jetty}) and what assembles (the root package). */
    private static final String[] POLICY_PACKAGES = Stream.of(
                    "handshake", "json", "schema", "origin", "address", "auth", "limit", "message", "event", "policy")
            .map(name -> ROOT + "." + name + "..")
            .toArray(String[]::new);

    private static final List<String> EVERYWHERE = List.of("java..", "org.jspecify.annotations..");

    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Clock.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.Date.<init>",
            "com.github.benmanes.caffeine.cache.Ticker.systemTicker");

    private static final Set<String> LOOKUPS = Set.of(
            "java.net.InetAddress.getByName",
            "java.net.InetAddress.getAllByName",
            "java.net.InetAddress.getLocalHost",
            "java.net.InetAddress.getHostName",
            "java.net.InetAddress.getCanonicalHostName",
            "java.net.InetSocketAddress.<init>",
            "java.net.InetSocketAddress.getHostName");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** A package without a line of its own here is one that nobody has thought about. */
    @ParameterizedTest
    @CsvSource({
        "handshake,",
        "json, com.google.gson",
        "schema, json com.google.gson dev.harrel.jsonschema com.github.benmanes.caffeine.cache",
        "auth, handshake address origin json javax.crypto com.google.gson com.nimbusds.jose com.github.benmanes.caffeine.cache",
        "address, handshake com.google.gson",
        "origin, handshake address",
        "limit, com.github.benmanes.caffeine.cache",
        "message, handshake limit auth json schema com.google.gson org.slf4j",
        "event, handshake auth org.slf4j",
        "policy, handshake address auth limit message event com.github.benmanes.caffeine.cache org.slf4j"
    })
    void policyPackage_dependsOn_onlyTheseAndNoServer(String name, String allowed) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages(name, allowed == null ? "" : allowed))
                .check(CLASSES);
    }

    @Test
    void jetty_dependsOn_policyPackagesAndTheServer() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".jetty..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages(
                        "jetty",
                        "handshake address auth limit message event policy org.slf4j org.eclipse.jetty"
                                + " com.github.benmanes.caffeine.cache javax.security.auth"))
                .check(CLASSES);
    }

    /** What goes out to the network knows what it is for, and nothing of the server. */
    @Test
    void fetch_dependsOn_theJdkAndWhatItFetchesFor() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".fetch..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages("fetch", "auth"))
                .check(CLASSES);
    }

    /** Only there: whatever else asks another server would do so on the thread of a request. */
    @Test
    void httpClient_isKnownTo_fetchOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".fetch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(CLASSES);
    }

    @Test
    void root_dependsOn_noMoreOfTheServerThanItsBeansAndPaths() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(Stream.concat(
                                        Arrays.stream(packages(
                                                "jetty",
                                                "handshake origin address auth limit json schema message event policy fetch org.slf4j"
                                                        + " com.github.benmanes.caffeine.cache"
                                                        + " org.eclipse.jetty.util"
                                                        + " org.eclipse.jetty.http.pathmap")),
                                        Stream.of(ROOT))
                                .toArray(String[]::new))
                        .or(JavaClass.Predicates.equivalentTo(org.eclipse.jetty.server.Server.class)))
                .check(CLASSES);
    }

    @Test
    void root_isKnownTo_nobody() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void packages_dependencies_haveNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packages_all_areNamedHere() {
        Set<String> found = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        Set<String> named = Stream.concat(
                        Arrays.stream(POLICY_PACKAGES).map(name -> name.substring(0, name.length() - 2)),
                        Stream.of(ROOT, ROOT + ".jetty", ROOT + ".fetch"))
                .collect(Collectors.toSet());

        assertEquals(named, found);
    }

    /** Time comes from an injected ticker or clock, so that windows are tested without sleeping. */
    @Test
    void policyPackages_time_isInjected() {
        noClasses()
                .that()
                .resideInAnyPackage(POLICY_PACKAGES)
                .should()
                .accessTargetWhere(oneOf("a clock of the system", CLOCKS))
                .check(CLASSES);
    }

    /** Nothing calls what could ask DNS, not even for a literal. */
    @Test
    void policyPackages_names_areNeverLookedUp() {
        noClasses()
                .that()
                .resideInAnyPackage(POLICY_PACKAGES)
                .should()
                .accessTargetWhere(oneOf("a look-up", LOOKUPS))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> oneOf(String what, Set<String> targets) {
        return describe(
                "the target is " + what,
                access -> targets.contains(access.getTargetOwner().getName() + "."
                        + access.getTarget().getName()));
    }

    /** The package itself, what every package may use, and what is listed: own packages by their short name. */
    private static String[] packages(String own, String listed) {
        Stream<String> more = Arrays.stream((own + " " + listed).strip().split(" "))
                .map(name -> (name.contains(".") ? name : ROOT + "." + name) + "..");
        return Stream.concat(EVERYWHERE.stream(), more).toArray(String[]::new);
    }
}
