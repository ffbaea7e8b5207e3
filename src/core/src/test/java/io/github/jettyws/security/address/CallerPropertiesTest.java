package io.github.jettyws.security.address;

import static io.github.jettyws.security.fixture.Requests.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inet.ipaddr.IPAddress;
import io.github.jettyws.security.handshake.Caller;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any header that a trusted proxy can hand over. */
class CallerPropertiesTest {
    private static final int HEADERS = 10_000;
    private static final String PEER = "10.0.0.1";

    /** What an address is made of. One begins behind anything else. */
    private static final Pattern RUN = Pattern.compile("[0-9a-fA-F:.]+");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void resolve_randomBytes_neverAnAddressThatIsNotThere(long seed) {
        HeaderSamples samples = new HeaderSamples(seed);
        for (int i = 0; i < HEADERS; i++) {
            assertUnresolvedOrPresent(samples.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void resolve_almostAHeader_neverAnAddressThatIsNotThere(long seed) {
        HeaderSamples samples = new HeaderSamples(seed);
        int resolved = 0;
        for (int i = 0; i < HEADERS; i++) {
            resolved += assertUnresolvedOrPresent(samples.almost());
        }

        assertTrue(resolved > HEADERS / 50, resolved + " resolved: too few to tell");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void resolve_wellFormed_asTheReference(long seed) {
        HeaderSamples samples = new HeaderSamples(seed);
        for (ForwardedHeader header : ForwardedHeader.values()) {
            for (int i = 0; i < HEADERS / 4; i++) {
                HeaderSamples.Sample sample = samples.wellFormed(header);
                Caller caller = Callers.of(header, sample.lines())
                        .field("X-Forwarded-Proto", sample.protos().toArray(String[]::new))
                        .secure(sample.secure())
                        .resolve();

                assertEquals(ReferenceResolver.resolve(sample), caller, sample::toString);
            }
        }
    }

    private static int assertUnresolvedOrPresent(List<String> lines) {
        int resolved = 0;
        for (ForwardedHeader header : ForwardedHeader.values()) {
            Caller caller = Callers.of(header, lines).secure(true).resolve();
            if (caller.resolved()) {
                resolved++;
                assertTrue(present(lines).contains(caller.clientText()), () -> caller + " of " + lines);
                assertEquals(address(caller.clientText()), caller.client(), lines::toString);
            } else {
                assertEquals(address(PEER), caller.client(), lines::toString);
                assertEquals(Callers.peerText(PEER), caller.clientText(), lines::toString);
                assertFalse(caller.secure(), lines::toString);
            }
        }
        return resolved;
    }

    /** All addresses that the lines hold without their escapes, with or without a port behind. */
    private static Set<String> present(List<String> lines) {
        Set<String> present = new TreeSet<>();
        for (String line : lines) {
            RUN.matcher(line.replace("\\", ""))
                    .results()
                    .map(MatchResult::group)
                    .forEach(run -> {
                        for (int end = 1; end <= run.length(); end++) {
                            Oracle.parse(run.substring(0, end))
                                    .map(ReferenceResolver::canonical)
                                    .map(IPAddress::toCanonicalString)
                                    .ifPresent(present::add);
                        }
                    });
        }
        return present;
    }
}
