package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.jettyws.security.handshake.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line for every error in what all policies share. */
class SharedErrorsTest {
    private static final String BOOL = "expected true or false";
    private static final String DURATION = "expected a duration such as 500ms, 10s, 5m or 1h";
    private static final String ADDRESS =
            "expected an IPv4 or IPv6 address, a range such as 192.0.2.0/24, or one such as 192.0.2.1-192.0.2.9";
    private static final String COMMAS = "expected a value between every two commas";
    private static final String NAT64 = "expected an IPv6 prefix of 96 bits, such as 64:ff9b::/96";
    private static final String FOLDER = "expected a file in a folder that exists and can be written";
    private static final String REASONS = "expected one of " + Arrays.toString(Reason.values());

    @TempDir
    Path base;

    private final SharedSettings settings = new SharedSettings();

    static List<Arguments> badValues() {
        return List.of(
                bad(
                        SharedSettings::setAddressTrustedProxies,
                        "address.trustedProxies",
                        "192.0.2.1,proxy.example",
                        "'proxy.example': " + ADDRESS),
                bad(SharedSettings::setAddressTrustedProxies, "address.trustedProxies", "192.0.2.1,", COMMAS),
                bad(
                        SharedSettings::setRateTotalMessages,
                        "rate.totalMessages",
                        "1000001",
                        "expected a number from 0 to 1000000"),
                bad(
                        SharedSettings::setRateTotalWindow,
                        "rate.totalWindow",
                        "0ms",
                        "expected a duration from 1ms to 1h"),
                bad(SharedSettings::setAddressTrustedProxies, "address.trustedProxies", "Unix", "'Unix': " + ADDRESS),
                bad(
                        SharedSettings::setAddressTrustedProxies,
                        "address.trustedProxies",
                        "unix,unix",
                        "'unix': " + ADDRESS),
                bad(
                        SharedSettings::setAddressTrustedProxies,
                        "address.trustedProxies",
                        "unix,10.0.0.1/8",
                        "'10.0.0.1/8': bits are set behind the prefix: expected 10.0.0.0/8, or the address alone"),
                bad(
                        SharedSettings::setAddressForwardedHeader,
                        "address.forwardedHeader",
                        "X-Real-IP",
                        "expected X-Forwarded-For or Forwarded"),
                bad(
                        SharedSettings::setAddressForwardedHeader,
                        "address.forwardedHeader",
                        "",
                        "expected X-Forwarded-For or Forwarded"),
                bad(SharedSettings::setAddressNat64, "address.nat64", "64:ff9b::/64", "'64:ff9b::/64': " + NAT64),
                bad(SharedSettings::setAddressNat64, "address.nat64", "192.0.2.0/24", "'192.0.2.0/24': " + NAT64),
                bad(SharedSettings::setAddressNat64, "address.nat64", "64:ff9b", "'64:ff9b': " + ADDRESS),
                bad(
                        SharedSettings::setAuthSessionRecheck,
                        "auth.session.recheck",
                        "999ms",
                        "expected a duration from 1s to 24h, or 0"),
                bad(
                        SharedSettings::setAuthSessionRecheck,
                        "auth.session.recheck",
                        "25h",
                        "expected a duration from 1s to 24h, or 0"),
                bad(SharedSettings::setAddressIpv6Prefix, "address.ipv6Prefix", "0", "expected a number from 1 to 128"),
                bad(
                        SharedSettings::setAddressIpv6Prefix,
                        "address.ipv6Prefix",
                        "129",
                        "expected a number from 1 to 128"),
                bad(
                        SharedSettings::setAddressIpv6Prefix,
                        "address.ipv6Prefix",
                        "/64",
                        "expected a number from 1 to 128"),
                bad(SharedSettings::setAddressCloseOpen, "address.closeOpen", "yes", BOOL),
                bad(SharedSettings::setBanThreshold, "ban.threshold", "-1", "expected a number from 0 to 1000000"),
                bad(SharedSettings::setBanThreshold, "ban.threshold", "1000001", "expected a number from 0 to 1000000"),
                bad(SharedSettings::setBanWindow, "ban.window", "999ms", "expected a duration from 1s to 24h"),
                bad(SharedSettings::setBanWindow, "ban.window", "25h", "expected a duration from 1s to 24h"),
                bad(SharedSettings::setBanWindow, "ban.window", "60", DURATION),
                bad(SharedSettings::setBanDuration, "ban.duration", "0s", "expected a duration from 1s to 8760h"),
                bad(SharedSettings::setBanDuration, "ban.duration", "8761h", "expected a duration from 1s to 8760h"),
                bad(SharedSettings::setBanDuration, "ban.duration", "for ever", DURATION),
                bad(SharedSettings::setBanMaxDuration, "ban.maxDuration", "1d", DURATION),
                bad(
                        SharedSettings::setBanMaxDuration,
                        "ban.maxDuration",
                        "8761h",
                        "expected a duration from 1s to 8760h"),
                bad(
                        SharedSettings::setBanMaxDuration,
                        "ban.maxDuration",
                        "9m",
                        "expected at least ws-security.ban.duration, which is '10m'"),
                bad(
                        SharedSettings::setBanDuration,
                        "ban.maxDuration",
                        "25h",
                        "24h",
                        "expected at least ws-security.ban.duration, which is '25h'"),
                bad(
                        SharedSettings::setBanReasons,
                        "ban.reasons",
                        "FORBIDDEN,origin_missing",
                        "'origin_missing': " + REASONS),
                bad(SharedSettings::setBanReasons, "ban.reasons", "FORBIDDEN,,", COMMAS),
                bad(SharedSettings::setBanNever, "ban.never", "localhost", "'localhost': " + ADDRESS),
                bad(SharedSettings::setBanNever, "ban.never", ",", COMMAS),
                bad(SharedSettings::setBanFile, "ban.file", "missing/bans.txt", FOLDER),
                bad(
                        SharedSettings::setHandshakesPendingPerAddress,
                        "handshakes.pendingPerAddress",
                        "2147483648",
                        "expected a number from 0 to 2147483647"));
    }

    private static Arguments bad(
            BiConsumer<SharedSettings, String> setter, String name, String value, String expected) {
        return bad(setter, name, value, value, expected);
    }

    private static Arguments bad(
            BiConsumer<SharedSettings, String> setter, String name, String set, String shown, String expected) {
        return arguments(setter, set, "ws-security." + name + ": '" + shown + "': " + expected);
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void shared_badValue_oneLineWithPropertyValueAndExpected(
            BiConsumer<SharedSettings, String> setter, String value, String line) {
        setter.accept(settings, value);

        assertErrors(line);
    }

    /** What cannot be understood contradicts nothing: one slip is one line. */
    @Test
    void shared_durationsNotUnderstood_noContradiction() {
        settings.setBanDuration("long");
        settings.setBanMaxDuration("longer");

        assertErrors(
                "ws-security.ban.duration: 'long': " + DURATION, "ws-security.ban.maxDuration: 'longer': " + DURATION);
    }

    @Test
    void shared_severalBadValues_oneLineEach() {
        settings.setBanFile("missing/bans.txt");
        settings.setAddressTrustedProxies("proxy");
        settings.setBanThreshold("some");

        assertErrors(
                "ws-security.address.trustedProxies: 'proxy': 'proxy': " + ADDRESS,
                "ws-security.ban.threshold: 'some': expected a number from 0 to 1000000",
                "ws-security.ban.file: 'missing/bans.txt': " + FOLDER);
    }

    /** A folder, the file system's root, and a file in the place of the folder. */
    @ParameterizedTest
    @ValueSource(strings = {"folder", "/", "file/bans.txt"})
    void banFile_noFileCanBe_oneLine(String name) throws IOException {
        Files.createDirectory(base.resolve("folder"));
        Files.createFile(base.resolve("file"));
        settings.setBanFile(name);

        assertErrors("ws-security.ban.file: '" + name + "': " + FOLDER);
    }

    private void assertErrors(String... lines) {
        String message = assertThrows(
                        ConfigurationException.class, () -> SharedFactory.shared(settings, base, Clock.systemUTC()))
                .getMessage();

        assertEquals(List.of(lines), message.lines().toList());
    }
}
