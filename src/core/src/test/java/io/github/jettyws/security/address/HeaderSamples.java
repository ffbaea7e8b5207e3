package io.github.jettyws.security.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Random forwarded headers: well-formed ones, some that almost are, and garbage. */
final class HeaderSamples {
    private static final List<String> ADDRESSES = List.of(
            "203.0.113.7",
            "198.51.100.9",
            "10.0.0.2",
            "10.0.0.3",
            "10.255.255.255",
            "11.0.0.0",
            "9.255.255.255",
            "2001:db8::1",
            "2001:DB8:10::1",
            "2001:db8:10:ffff::",
            "2001:db8:11::",
            "::",
            "::1",
            "::ffff:10.0.0.4",
            "::ffff:203.0.113.8",
            "::10.0.0.5",
            "64:ff9b::10.0.0.6",
            "64:ff9b::c000:201",
            "0:0:0:0:0:ffff:a00:7");

    private static final List<String> PROTOS = List.of("https", "https", "HTTPS", "wss", "http", "ws");
    private static final List<String> PORTS = List.of(":0", ":80", ":65535");
    private static final List<String> OBFUSCATED_PORTS = List.of(":80", ":_x", ":_a.b-c_d");
    private static final List<String> OTHERS = List.of(
            "by=10.0.0.1", "host=\"a,b;for=1.2.3.4\"", "by=\"_\\\"x\"", "ext=\"\\\\\"", "host=\"\"", "Secret=x");
    private static final List<String> COMMAS = List.of(",", ", ", " ,\t");

    private static final List<String> PIECES = List.of(
            "for=",
            "For=",
            "proto=https",
            ";",
            ",",
            ", ",
            "\"",
            "\\",
            "[",
            "]",
            ":80",
            ":_x",
            " ",
            "\t",
            "unknown",
            "=",
            "_x",
            "10.0.0.2",
            "203.0.113.7",
            "198.51.100.9",
            "2001:db8::1",
            "::ffff:192.0.2.1",
            "64:ff9b::1.2.3.4",
            "[2001:db8:10::1]",
            "%1",
            "010.0.0.1",
            "for=10.0.0.2",
            "for=\"[2001:db8::7]:1\"",
            "for=192.0.2.9");

    private final Random random;

    HeaderSamples(long seed) {
        random = new Random(seed);
    }

    /** What a request brings along. */
    record Sample(ForwardedHeader header, List<String> lines, List<String> protos, boolean secure) {}

    Sample wellFormed(ForwardedHeader header) {
        Supplier<String> element = header == ForwardedHeader.FORWARDED ? this::forwarded : this::forwardedFor;
        return new Sample(
                header,
                some(1, 3, () -> String.join(one(COMMAS), some(1, 5, element))),
                some(0, 2, () -> String.join(one(COMMAS), some(1, 2, () -> one(PROTOS)))),
                random.nextBoolean());
    }

    List<String> almost() {
        return some(1, 3, () -> String.join("", some(0, 8, () -> one(PIECES))));
    }

    List<String> bytes() {
        return some(
                1,
                3,
                () -> random.ints(random.nextInt(60), 0, 256)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    private String forwardedFor() {
        String address = one(ADDRESSES);
        boolean bare = address.indexOf(':') >= 0 && random.nextBoolean();
        return bare ? address : node(address, PORTS);
    }

    private String forwarded() {
        String node = node(one(ADDRESSES), OBFUSCATED_PORTS);
        boolean token = node.indexOf(':') < 0 && random.nextBoolean();
        List<String> pairs = new ArrayList<>();
        pairs.add(one(List.of("for=", "For=", "FOR=")) + (token ? node : quoted(node)));
        if (random.nextBoolean()) {
            String proto = one(PROTOS);
            pairs.add(random.nextInt(2), "proto=" + (random.nextBoolean() ? proto : quoted(proto)));
        }
        if (random.nextBoolean()) {
            pairs.add(random.nextInt(pairs.size() + 1), one(OTHERS));
        }
        return String.join(one(List.of(";", ";", " ; ")), pairs);
    }

    private String node(String address, List<String> ports) {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + (random.nextBoolean() ? "" : one(ports));
    }

    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> quoted.append(random.nextInt(20) == 0 ? "\\" : "").append((char) c));
        return quoted.append('"').toString();
    }

    private String one(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private List<String> some(int least, int most, Supplier<String> text) {
        return IntStream.rangeClosed(1, least + random.nextInt(most - least + 1))
                .mapToObj(i -> text.get())
                .toList();
    }
}
