package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks, with the options of JMH, and then sets each against the baselines that ran with it: those of the same
 * class, with the same parameters as far as they have any.
 */
public final class Benchmarks {
    private static final String BASELINE = "baseline";

    private Benchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param args the options of JMH
     * @throws IOException if the help cannot be printed
     */
    public static void main(String[] args) throws IOException {
        if (Arrays.stream(args).anyMatch(arg -> arg.equals("-h") || arg.startsWith("-l"))) {
            Main.main(args); // help and lists
            return;
        }
        try {
            Options options = new OptionsBuilder()
                    .parent(new CommandLineOptions(args))
                    .shouldFailOnError(true)
                    .build();
            print(new Runner(options).run());
        } catch (NoBenchmarksException e) {
            System.err.println("no benchmark has such a name: -l lists them");
            System.exit(1);
        } catch (CommandLineOptionException | RunnerException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(Collection<RunResult> results) {
        List<String> ratios = results.stream()
                .flatMap(result -> results.stream()
                        .filter(baseline -> isBaseline(result.getParams(), baseline.getParams()))
                        .map(baseline -> ratio(result, baseline)))
                .toList();
        if (!ratios.isEmpty()) {
            System.out.printf("%nTime in multiples of the baseline's:%n%s%n", String.join("\n", ratios));
        }
    }

    private static String ratio(RunResult result, RunResult baseline) {
        double ratio = result.getPrimaryResult().getScore()
                / baseline.getPrimaryResult().getScore();
        return String.format(
                Locale.ROOT, "%-50s %10.3g x %s", name(result.getParams()), ratio, method(baseline.getParams()));
    }

    private static boolean isBaseline(BenchmarkParams params, BenchmarkParams baseline) {
        return params.getMode() == Mode.AverageTime
                && baseline.getMode() == Mode.AverageTime
                && type(params).equals(type(baseline))
                && !method(params).startsWith(BASELINE)
                && method(baseline).startsWith(BASELINE)
                && baseline.getParamsKeys().stream()
                        .allMatch(key -> baseline.getParam(key).equals(params.getParam(key)));
    }

    private static String type(BenchmarkParams params) {
        return params.getBenchmark().substring(0, params.getBenchmark().lastIndexOf('.'));
    }

    private static String method(BenchmarkParams params) {
        return params.getBenchmark().substring(type(params).length() + 1);
    }

    private static String name(BenchmarkParams params) {
        String values = params.getParamsKeys().stream()
                .map(key -> " " + key + "=" + params.getParam(key))
                .collect(Collectors.joining());
        return type(params).substring(type(params).lastIndexOf('.') + 1) + "." + method(params) + values;
    }
}
