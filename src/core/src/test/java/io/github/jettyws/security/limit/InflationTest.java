package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InflationTest {
    private static final int FREE = 65_536;

    @Test
    void isTooMuch_theFirst64KiB_areFree() {
        Inflation inflation = new Inflation(1);
        inflation.wire(true, 1);
        assertFalse(inflation.isTooMuch(true, FREE));
        assertTrue(inflation.isTooMuch(false, 1));
    }

    @Test
    void isTooMuch_ofTheRatio_isNotAndOneByteMoreIs() {
        Inflation inflation = new Inflation(100);
        inflation.wire(true, 1000);
        assertFalse(inflation.isTooMuch(true, 100_000));
        assertTrue(inflation.isTooMuch(false, 1));
    }

    /** What is on its way is compared to what has come of it, not to what may yet come. */
    @Test
    void isTooMuch_fragments_addUp() {
        Inflation inflation = new Inflation(100);
        inflation.wire(true, 1000);
        assertFalse(inflation.isTooMuch(true, 99_999));
        inflation.wire(false, 1);
        assertFalse(inflation.isTooMuch(false, 101));
        assertTrue(inflation.isTooMuch(false, 1));
    }

    @Test
    void isTooMuch_oncePerMessage_isTold() {
        Inflation inflation = new Inflation(1);
        for (int message = 0; message < 2; message++) {
            inflation.wire(true, 1);
            assertTrue(inflation.isTooMuch(true, FREE + 1));
            assertFalse(inflation.isTooMuch(false, FREE));
        }
        inflation.wire(true, 1);
        assertFalse(inflation.isTooMuch(true, 1));
    }

    @Test
    void isTooMuch_noLimit_never() {
        Inflation inflation = new Inflation(0);
        inflation.wire(true, 1);
        for (int i = 0; i < 100; i++) {
            assertFalse(inflation.isTooMuch(i == 0, Integer.MAX_VALUE));
        }
    }

    @Test
    void isTooMuch_notCompressed_never() {
        Inflation inflation = new Inflation(1);
        for (int i = 0; i < 100_000; i++) {
            inflation.wire(i == 0, Integer.MAX_VALUE);
            assertFalse(inflation.isTooMuch(i == 0, Integer.MAX_VALUE));
        }
    }
}
