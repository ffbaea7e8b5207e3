package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that are called by the guard, where it is guarded by their context and where it is not. */
class BusyEndpointsTest {
    private static final String LOCAL = "Origin: http://localhost";

    private final TestServer server = new TestServer();

    private RawClient open(String path) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade(path, LOCAL));
        return client;
    }

    /** What is due for other connections must not wait for an application that takes its time with one. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void end_endpointBlocks_othersEndInTime(String path) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.security.getPolicy().setMaxLifetime("1s");
        ForeignMappingsTest.mapPastTheContext(server);
        server.onEnd(() -> awaitQuietly(done)).start();
        try (RawClient one = open(path);
                RawClient other = open(path)) {
            assertEquals(1008, one.receive().closeCode());
            assertEquals(1008, other.receive().closeCode());
        } finally {
            done.countDown();
            server.close();
        }
    }

    private static void awaitQuietly(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_message_comesInTheContextOfTheApplication(String path) throws Exception {
        List<Optional<Context>> contexts = new CopyOnWriteArrayList<>();
        server.security.getPolicy().setRateMessages("1");
        server.security.getPolicy().setRateWindow("100ms");
        server.security.getPolicy().setRateAction("delay");
        ForeignMappingsTest.mapPastTheContext(server);
        server.onFrame(frame -> contexts.add(Optional.ofNullable(ContextHandler.getCurrentContext())))
                .start();
        try (RawClient client = open(path)) {
            client.text("a");
            client.text("b");
            assertEquals("a", client.receive().text());
            assertEquals("b", client.receive().text());
            assertEquals(
                    List.of(path, path),
                    contexts.stream()
                            .map(context -> context.map(Context::getContextPath).orElse("") + "/echo")
                            .toList());
        } finally {
            server.close();
        }
    }
}
