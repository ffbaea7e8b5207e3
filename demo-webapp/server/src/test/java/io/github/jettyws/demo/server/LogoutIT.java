package io.github.jettyws.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Who logs out in one tab of a browser is logged out in the others, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class LogoutIT {
    private static final String CLOSED = "Closed with code 1008";
    private static final String CHANGE_ENDPOINT = """
            document.getElementById('endpoint').value = 'chat/jakarta';
            document.getElementById('endpoint').onchange()""";

    private Chromium chromium;
    private RunningDemo demo;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        chromium = Chromium.start();
        demo = RunningDemo.start();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (demo != null) {
            demo.stop();
        }
        if (chromium != null) {
            chromium.stop();
        }
    }

    private Tab open(String window) {
        return chromium.open(window, demo.page());
    }

    private static void login(Tab tab, String name) {
        tab.status("Connected").join();
        tab.run("document.getElementById('name').value = '" + name
                        + "'; document.getElementById('login').requestSubmit()")
                .join();
        assertEquals("Connected as " + name, tab.status("Connected as " + name).join());
    }

    @Test
    void logout_inOneTab_closesTheSocketsOfTheOthersWithinASecond() {
        String ofAnn = chromium.window();
        Tab first = open(ofAnn);
        login(first, "ann");
        Tab second = open(ofAnn);
        second.status("Connected as ann").join();
        Tab third = open(ofAnn);
        third.status("Connected as ann").join();
        third.run(CHANGE_ENDPOINT).join();
        third.status("Connected as ann").join();
        // As on another computer.
        Tab neighbour = open(chromium.window());
        login(neighbour, "bob");

        CompletableFuture<Void> closed = CompletableFuture.allOf(second.status(CLOSED), third.status(CLOSED));
        long before = System.nanoTime();
        first.run("document.getElementById('logout').click()").join();
        closed.join();
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();

        System.out.println("the sockets of the other tabs closed after " + millis + " ms");
        assertTrue(millis < 1000, () -> millis + " ms");
        assertEquals(
                "Connected as bob",
                neighbour.run("document.getElementById('status').textContent").join());
        String events = first.run("fetch('events?since=0').then(answer => answer.text())")
                .join();
        assertTrue(events.contains("SESSION_ENDED"), events);
        // They stay as they are until their user says otherwise; then they are nobody in particular.
        second.run("document.getElementById('again').click()").join();
        assertTrue(second.status("Connected").join().startsWith("Connected"));
    }
}
