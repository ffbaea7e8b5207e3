package io.github.jettyws.security;

import io.github.jettyws.security.auth.CredentialFileException;
import io.github.jettyws.security.auth.NewApiKey;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes an API key, from the command line:
 *
 * <pre>{@code java -cp jetty-ws-security-core-<version>.jar io.github.jettyws.security.ApiKeyCommand --name ci --roles deploy,read --expires 90d}</pre>
 *
 * <p>It prints two lines to standard output: the key, for its owner, which nobody can show again, and the line to add to
 * the file of keys. It writes no file, and needs no other jar.
 */
public final class ApiKeyCommand {
    /** The exit status where a key was made, or help was asked for. */
    static final int DONE = 0;

    /** The exit status where the file of the pepper cannot be used. */
    static final int FAILED = 1;

    /** The exit status where the options cannot be understood. */
    static final int MISUSED = 2;

    private static final String USAGE = """
            usage: ApiKeyCommand --name <name> [options]
              --name <name>            whom the key makes of its bearer
              --roles <a,b>            its roles
              --expires <90d | time>   from when on it is worth nothing: in days, 1 to 3650, or at a time such as
                                       2027-01-01T00:00:00Z; never, unless set
              --addresses <a,b>        addresses and ranges from which alone it is good
              --origins <a,b>          origins for which alone it is good
              --pepper-file <file>     the file of the pepper, where the server has one
            prints the key, and the line to add to the file of keys""";

    private static final List<String> OPTIONS =
            List.of("--name", "--roles", "--expires", "--addresses", "--origins", "--pepper-file");
    private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,3})d");
    private static final int MOST_DAYS = 3650;

    private final Clock clock;
    private final SecureRandom random;
    private final PrintStream out;
    private final PrintStream err;

    ApiKeyCommand(Clock clock, SecureRandom random, PrintStream out, PrintStream err) {
        this.clock = clock;
        this.random = random;
        this.out = out;
        this.err = err;
    }

    /**
     * Makes a key, and ends the JVM: with status 0 where one was made, 1 where the file of the pepper cannot be used, 2
     * where the options cannot be understood.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        System.exit(
                new ApiKeyCommand(Clock.systemUTC(), new SecureRandom(), System.out, System.err).run(List.of(args)));
    }

    /**
     * Makes a key.
     *
     * @param args the options
     * @return the exit status
     */
    int run(List<String> args) {
        if (args.equals(List.of("--help"))) {
            out.println(USAGE);
            return DONE;
        }
        try {
            NewApiKey made = make(options(args));
            out.println(made.key());
            out.println(made.line());
            err.println("the first line is the key: it cannot be shown again; the second is for the file of keys");
            return DONE;
        } catch (CredentialFileException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return MISUSED;
        }
    }

    private static Map<String, String> options(List<String> args) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i += 2) {
            String option = args.get(i);
            // Not shown: what stands at the wrong place may be a secret.
            if (!OPTIONS.contains(option)) {
                throw new IllegalArgumentException("argument " + (i + 1) + ": expected one of " + OPTIONS);
            }
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException(option + ": expected a value");
            }
            if (options.put(option.substring(2), args.get(i + 1)) != null) {
                throw new IllegalArgumentException(option + ": expected once");
            }
        }
        return options;
    }

    private NewApiKey make(Map<String, String> options) {
        String name = options.remove("name");
        if (name == null) {
            throw new IllegalArgumentException("--name: expected a value");
        }
        String pepper = options.remove("pepper-file");
        options.computeIfPresent("expires", (option, text) -> time(text));
        return NewApiKey.make(name, options, pepper == null ? null : Path.of(pepper), random);
    }

    /** Days count from now; anything else has to be a time, which is for the file's own rules to judge. */
    private String time(String text) {
        Matcher matcher = DAYS.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        int days = Integer.parseInt(matcher.group(1));
        if (days > MOST_DAYS) {
            throw new IllegalArgumentException("expires: expected 1d to " + MOST_DAYS + "d");
        }
        return clock.instant()
                .truncatedTo(ChronoUnit.SECONDS)
                .plus(Duration.ofDays(days))
                .toString();
    }
}
