package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeverBannedTest {
    /** Two CIDR blocks meet where one holds the first address of the other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 48, 64, 79, 80, 96, 127, 128})
    void contains_randomClients_asTheOracle(int ipv6Prefix) {
        Samples samples = new Samples(ipv6Prefix);
        for (int i = 0; i < 300; i++) {
            List<String> texts = samples.ranges(6);
            NeverBanned never = new NeverBanned(ranges(texts.toArray(String[]::new)), ipv6Prefix);
            for (IpAddress probe : samples.probes(texts)) {
                ClientPrefix client = ClientPrefix.of(probe, ipv6Prefix);
                boolean expected = texts.stream().anyMatch(range -> meet(range, client));

                assertEquals(expected, never.contains(client.first()), () -> client + " and " + texts);
            }
        }
    }

    private static boolean meet(String range, ClientPrefix client) {
        IpAddress first = AddressRange.parse(range).get(0).first();
        return Oracle.range(range).test(Oracle.foreign(client.first()))
                || (first.isIpv4() == client.first().isIpv4()
                        && Oracle.range(client.toString()).test(Oracle.foreign(first)));
    }
}
