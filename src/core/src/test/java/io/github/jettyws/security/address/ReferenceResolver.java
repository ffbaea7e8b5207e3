package io.github.jettyws.security.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resolver as one would write it for well-formed headers and without a thought for speed: everything is taken apart
 * from the left, with expressions, and the addresses are not ours. It knows the rules of {@link Callers}.
 */
final class ReferenceResolver {
    private static final String PEER = "10.0.0.1";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern ELEMENT = Pattern.compile("(?:[^,\"]|" + QUOTED + ")+");
    private static final Pattern PAIR = Pattern.compile("([^;=\\s]+)=(" + QUOTED + "|[^;\\s]+)");
    private static final Pattern NODE = Pattern.compile("\\[(.*)].*|([0-9.]+)(?::[^:]*)?|(.*:.*:.*)");

    private ReferenceResolver() {}

    static Caller resolve(HeaderSamples.Sample sample) {
        List<IPAddress> addresses = new ArrayList<>();
        List<List<String>> protos = new ArrayList<>();
        for (String line : sample.lines()) {
            if (sample.header() == ForwardedHeader.X_FORWARDED_FOR) {
                for (String node : line.trim().split("[ \t]*,[ \t]*", -1)) {
                    addresses.add(address(node));
                    protos.add(values(sample.protos()));
                }
            } else {
                for (MatchResult element : ELEMENT.matcher(line).results().toList()) {
                    addresses.add(address(parameters(element.group(), "for").get(0)));
                    protos.add(parameters(element.group(), "proto"));
                }
            }
        }
        int client = addresses.size() - 1;
        while (client > 0 && Callers.TRUSTED.stream().anyMatch(trusts(addresses.get(client)))) {
            client--;
        }
        String text = addresses.get(client).toCanonicalString();
        boolean secure = protos.get(client).isEmpty()
                ? sample.secure()
                : protos.get(client).stream()
                        .allMatch(proto -> List.of("https", "wss").contains(proto.toLowerCase(Locale.ROOT)));
        return new Caller(Requests.address(PEER), Callers.peerText(PEER), Requests.address(text), text, true, secure);
    }

    private static Predicate<String> trusts(IPAddress address) {
        return range -> new IPAddressString(range).getAddress().contains(address);
    }

    private static List<String> values(List<String> lines) {
        return lines.isEmpty()
                ? List.of()
                : Arrays.asList(String.join(",", lines).split("[ \t]*,[ \t]*", -1));
    }

    private static List<String> parameters(String element, String name) {
        return PAIR.matcher(element)
                .results()
                .filter(pair -> pair.group(1).equalsIgnoreCase(name))
                .map(pair -> pair.group(2).replaceAll("^\"|\"$", "").replaceAll("\\\\(.)", "$1"))
                .toList();
    }

    private static IPAddress address(String node) {
        Matcher matcher = NODE.matcher(node);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(node);
        }
        String literal = matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        return canonical(new IPAddressString(literal).getAddress());
    }

    /** IPv4-mapped, IPv4-compatible and the well-known NAT64 prefix are IPv4, apart from {@code ::} and {@code ::1}. */
    static IPAddress canonical(IPAddress address) {
        if (!address.isIPv6()) {
            return address;
        }
        IPv6Address ipv6 = address.toIPv6();
        boolean own = ipv6.isZero() || ipv6.isLoopback();
        boolean ipv4 = ipv6.isIPv4Mapped() || (ipv6.isIPv4Compatible() && !own) || ipv6.isWellKnownIPv4Translatable();
        return ipv4 ? ipv6.getEmbeddedIPv4Address() : ipv6;
    }
}
