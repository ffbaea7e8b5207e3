package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames have masks, so that their headers have 6 bytes, and more for a long payload (RFC 6455, section 5.2). */
class ArrivalTest {
    private final Arrival arrival = new Arrival();

    @BeforeEach
    void ask() {
        arrival.demand();
    }

    private void data(boolean last, int bytes) {
        arrival.frame(true, last, bytes, true);
        arrival.demand();
    }

    @ParameterizedTest
    @CsvSource({"0,6", "125,131", "126,134", "65535,65543", "65536,65550"})
    void unfinished_wholeFrame_isNothingAndOneByteMoreIs(int payload, int wire) {
        assertEquals(1, arrival.unfinished(wire));
        data(true, payload);
        assertEquals(0, arrival.unfinished(wire));
        assertEquals(2, arrival.unfinished(wire + 1L));
    }

    @Test
    void unfinished_nothingReceived_isNothing() {
        assertEquals(0, arrival.unfinished(0));
        assertEquals(1, arrival.unfinished(1));
    }

    /** From its first byte to its last frame; what lies in between is no message of its own. */
    @Test
    void unfinished_fragments_keepTheirNumber() {
        data(true, 0);
        long number = arrival.unfinished(7);
        assertNotEquals(0, number);
        data(false, 1);
        assertEquals(number, arrival.unfinished(13));
        data(false, 1);
        arrival.frame(false, true, 0, true);
        arrival.demand();
        assertEquals(number, arrival.unfinished(26));
        data(true, 1);
        assertEquals(0, arrival.unfinished(33));
        data(false, 0);
        assertNotEquals(number, arrival.unfinished(39));
    }

    /** What the server does not ask for, the client need not send. */
    @Test
    void unfinished_notAskedFor_isAnotherEachTime() {
        arrival.frame(true, false, 1, true);
        long first = arrival.unfinished(7);
        assertTrue(first < 0);
        assertTrue(arrival.unfinished(7) < first);
        arrival.demand();
        assertEquals(1, arrival.unfinished(7));
    }

    /** Pieces have no header of their own, so that nothing tells how much of a frame there is. */
    @Test
    void unfinished_pieces_goesByTheMessageAlone() {
        arrival.frame(true, false, 100, false);
        arrival.demand();
        assertEquals(1, arrival.unfinished(106));
        arrival.frame(true, true, 100, false);
        arrival.demand();
        assertEquals(0, arrival.unfinished(206));
        assertEquals(0, arrival.unfinished(210));
    }

    @Test
    void dataFrames_controlFrames_doNotCount() {
        arrival.frame(false, true, 5, true);
        assertEquals(0, arrival.dataFrames());
        data(false, 0);
        data(true, 5);
        assertEquals(2, arrival.dataFrames());
    }
}
