package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.distribution.FuzzingClient.Verdict;
import io.github.jettyws.testapp.Mirror;
import io.github.jettyws.testapp.ee10.MirrorMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever keeps to RFC 6455, and whoever does not, is answered as if there were no guard. */
@Tag("autobahn")
class AutobahnIT {
    /** The cases of the testsuite, and those of {@code compression.py}. */
    private static final int CASES = 301 + 12 * 18;

    /**
     * How often a case is run again on both servers whose verdicts differ. In some cases it depends on timing what a
     * server still sends before it closes: an echo may overtake the failure of the frame after it, or not (4.1.5).
     */
    private static final int REPEATS = 10;

    private static final String[] MODULES = {"http", "ee10-deploy", "ee10-websocket-jetty"};
    private static final String CONTEXT = "mirror";
    private static final String PATH = "/" + CONTEXT + "/";
    private static final String NO_LIMIT = String.valueOf(Integer.MAX_VALUE);

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void verdicts_sameWithTheGuardAsWithout() throws Exception {
        JettyBase bare = JettyBase.empty("autobahn-without").addModules(MODULES);
        // The fuzzing client sends no Origin, many messages, large ones, and many fragments.
        JettyBase guarded = JettyBase.guarded("autobahn-with", MODULES)
                .set("ws-security.origin.allowMissing", "true")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.limits.maxTextMessageSize", NO_LIMIT)
                .set("ws-security.limits.maxBinaryMessageSize", NO_LIMIT)
                .set("ws-security.limits.maxFrameSize", NO_LIMIT)
                .set("ws-security.limits.maxFragments", "1000000")
                .set("ws-security.limits.idleTimeout", "1h");
        deploy(bare);
        deploy(guarded);
        try (JettyProcess without = bare.start();
                JettyProcess with = guarded.start();
                FuzzingClient first =
                        FuzzingClient.start("without", without.endpoint().webSocket(PATH));
                FuzzingClient second =
                        FuzzingClient.start("with", with.endpoint().webSocket(PATH))) {
            Comparison comparison = Comparison.of(first.await(), second.await());
            int cases = comparison.with().size();
            int again = 0;
            for (int i = 0; i < REPEATS && !comparison.differing().isEmpty(); i++) {
                List<String> differing = comparison.differing();
                again += differing.size();
                comparison = comparison.plus(
                        repeat("without-again", without, differing), repeat("with-again", with, differing));
            }
            Path report = FuzzingClient.DIRECTORY.resolve("report.md");
            Files.writeString(report, comparison.markdown(), StandardCharsets.UTF_8);

            assertEquals(List.of(), comparison.differing(), "cases whose verdict differs, see " + report);
            assertEquals(CASES, cases, "cases that ran");
            // It was there, and had nothing to say.
            assertEquals(Map.of("ACCEPTED", (long) CASES + again), decisions(with.events()));
        }
    }

    private static Map<String, Verdict> repeat(String name, JettyProcess server, List<String> cases) throws Exception {
        try (FuzzingClient client = FuzzingClient.start(name, server.endpoint().webSocket(PATH), cases)) {
            return client.await();
        }
    }

    private static void deploy(JettyBase base) throws IOException {
        String mapping = "<listener><listener-class>" + MirrorMapping.class.getName() + "</listener-class></listener>";
        Zips.Builder war = new Zips.Builder()
                .text(
                        "WEB-INF/web.xml",
                        "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + mapping
                                + "</web-app>")
                .classes("WEB-INF/classes/", Mirror.class, MirrorMapping.class);
        TestApp.EE10.deploy(base.directory(), CONTEXT, war);
    }

    /** How often the guard decided what. That a connection was closed is no decision of its own. */
    private static Map<String, Long> decisions(SeenEvents events) {
        return events.of(PATH).stream()
                .map(SeenEvents.Seen::type)
                .filter(type -> !type.equals("CLOSED"))
                .collect(Collectors.groupingBy(type -> type, Collectors.counting()));
    }
}
