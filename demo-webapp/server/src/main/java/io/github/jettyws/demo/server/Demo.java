package io.github.jettyws.demo.server;

import java.io.IOException;

/**
 * Makes a fresh base with the guard in it, deploys the chat and serves it on the loopback address until it is stopped.
 */
public final class Demo {
    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param args {@code --home=… --zip=… --war=… --listener=… --base=… [--port=8080]}
     */
    public static void main(String[] args) {
        try {
            run(DemoOptions.parse(args));
        } catch (DemoException e) {
            fail(e.line());
        } catch (IOException e) {
            fail("cannot make the base: " + e);
        } catch (InterruptedException e) {
            fail("interrupted");
        }
    }

    private static void run(DemoOptions options) throws DemoException, IOException, InterruptedException {
        options.check();
        Jetty.requireFree(options.port());
        new Base(options).make();
        Base.show("java -jar " + options.home().resolve("start.jar"));
        Jetty jetty = Jetty.start(options);
        if (jetty.awaitAnswer()) {
            System.out.println(Guide.text(options.port()));
        }
        jetty.await();
    }

    private static void fail(String line) {
        System.err.println("demo: " + line);
        System.exit(1);
    }
}
