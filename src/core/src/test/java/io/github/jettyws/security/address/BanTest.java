package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.at;
import static io.github.jettyws.security.address.BanFixture.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.handshake.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values: bans and the rules that they come of. */
class BanTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 32, 192.0.2.1",
        "2001:db8::, 64, 2001:db8::/64",
        "2001:db8::1, 128, 2001:db8::1",
        "::, 1, ::/1"
    })
    void text_client_asItIsRead(String client, int prefix, String text) {
        assertEquals(text, new Ban(ip(client), prefix, at(Duration.ZERO), at(MINUTE), 1).text());
        assertEquals(new ClientPrefix(ip(client), prefix), ClientPrefix.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "/",
        "/64",
        "192.0.2",
        "192.0.2.1/",
        "192.0.2.1/32",
        "::ffff:192.0.2.1/128",
        "2001:db8::/",
        "2001:db8::/0",
        "2001:db8::/129",
        "2001:db8::/064",
        "2001:db8::/+64",
        "2001:db8::/-1",
        "2001:db8::/64/64",
        "2001:db8::/99999999999",
        "2001:db8::1/64",
        "[2001:db8::1]",
        "fe80::1%1",
        "localhost",
        "' 192.0.2.1'"
    })
    void parse_noClient_refused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ClientPrefix.parse(text))
                .getMessage();

        assertTrue(message.startsWith("'" + text + "'") && message.contains(": expected "), message);
    }

    @Test
    void remaining_time_neverNegative() {
        Ban ban = new Ban(ip("192.0.2.1"), 32, at(Duration.ZERO), at(MINUTE), 1);

        assertEquals(MINUTE, ban.remaining(at(Duration.ZERO)));
        assertEquals(Duration.ofNanos(1), ban.remaining(at(MINUTE.minusNanos(1))));
        assertEquals(Duration.ZERO, ban.remaining(at(MINUTE)));
        assertEquals(Duration.ZERO, ban.remaining(at(MINUTE.plusNanos(1))));
    }

    @ParameterizedTest
    @CsvSource({
        "PT-0.001S, 1, ban of PT-0.001S",
        "PT87600H0.001S, 1, ban of PT87600H0.001S",
        "PT1S, -1, count of bans -1"
    })
    void ban_outOfRange_refused(Duration length, int count, String value) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Ban(ip("192.0.2.1"), 32, at(Duration.ZERO), at(length), count))
                .getMessage();

        assertTrue(message.startsWith(value + ": expected "), message);
    }

    @ParameterizedTest
    @CsvSource({"0, PT0.001S, PT0.001S, PT0.001S", "2147483647, PT24H, PT87600H, PT87600H"})
    void rules_firstAndLastOfTheRange_taken(int threshold, Duration window, Duration duration, Duration most) {
        assertEquals(threshold > 0, rules(threshold, window, duration, most).isAutomatic());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, PT1M, PT10M, PT24H, threshold -1",
        "1, PT0S, PT10M, PT24H, window PT0S",
        "1, PT24H0.001S, PT10M, PT24H, window PT24H0.001S",
        "1, PT1M, PT0S, PT24H, duration PT0S",
        "1, PT1M, PT24H0.001S, PT24H, duration PT24H0.001S",
        "1, PT1M, PT10M, PT87600H0.001S, maxDuration PT87600H0.001S",
        "1, PT1M, PT10M, PT0S, maxDuration PT0S"
    })
    void rules_outOfRange_refused(int threshold, Duration window, Duration duration, Duration most, String value) {
        String message = assertThrows(IllegalArgumentException.class, () -> rules(threshold, window, duration, most))
                .getMessage();

        assertTrue(message.startsWith(value + ": expected "), message);
    }

    private static BanRules rules(int threshold, Duration window, Duration duration, Duration most) {
        return new BanRules(threshold, window, duration, most, Set.of(Reason.MESSAGE_RATE), List.of());
    }
}
