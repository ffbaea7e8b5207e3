package io.github.jettyws.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseTest {
    @TempDir
    Path dir;

    @Test
    void make_directoryOfSomebodyElse_isLeftAlone() throws IOException {
        Path work = Files.writeString(dir.resolve("work.txt"), "mine");
        Base base = new Base(new DemoOptions(dir, dir, dir, dir, dir, 1));

        DemoException e = assertThrows(DemoException.class, base::make);

        assertEquals(dir + " is there already and was not made by this demo; name another --base=", e.getMessage());
        assertEquals("mine", Files.readString(work));
    }

    @Test
    void ini_listensOnTheLoopbackAddressOnly() {
        assertTrue(Base.ini(8081).contains("jetty.http.host=127.0.0.1"));
        assertTrue(Base.ini(8081).contains("jetty.http.port=8081"));
    }
}
