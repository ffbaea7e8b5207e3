package io.github.jettyws.security.distribution;

import io.github.jettyws.security.distribution.FuzzingClient.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verdicts of the Autobahn testsuite on a server without the guard and on one with it, by case: as many as the case
 * was run. What a server still sends before it closes may depend on what comes first, so a case may have several.
 */
record Comparison(Map<String, List<Verdict>> without, Map<String, List<Verdict>> with) {
    static Comparison of(Map<String, Verdict> without, Map<String, Verdict> with) {
        return new Comparison(Map.of(), Map.of()).plus(without, with);
    }

    /** Adds what came of running some cases again. */
    Comparison plus(Map<String, Verdict> moreWithout, Map<String, Verdict> moreWith) {
        return new Comparison(sum(without, moreWithout), sum(with, moreWith));
    }

    private static Map<String, List<Verdict>> sum(Map<String, List<Verdict>> verdicts, Map<String, Verdict> more) {
        Map<String, List<Verdict>> sum = new LinkedHashMap<>(verdicts);
        more.forEach((number, verdict) -> sum.merge(
                number,
                List.of(verdict),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
        return sum;
    }

    /** The cases where a server gets a verdict with the guard that it never got without, and those that one lacks. */
    List<String> differing() {
        return cases().stream().filter(this::differs).toList();
    }

    private Set<String> cases() {
        Set<String> cases = new LinkedHashSet<>(without.keySet());
        cases.addAll(with.keySet());
        return cases;
    }

    private boolean differs(String number) {
        Set<String> expected = texts(without, number);
        Set<String> actual = texts(with, number);
        return actual.isEmpty() || !expected.containsAll(actual);
    }

    private static Set<String> texts(Map<String, List<Verdict>> verdicts, String number) {
        return verdicts.getOrDefault(number, List.of()).stream()
                .map(Verdict::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# The verdicts of the Autobahn testsuite, without the guard and with it");
        lines.add("");
        lines.add("What the testsuite thinks of what a server did in each case, and of how it closed. Its own reports");
        lines.add("show what went over the wire: [without](without/index.html), [with](with/index.html).");
        lines.add("");
        lines.add("| verdict | without | with |");
        lines.add("|---|---|---|");
        for (String verdict : verdicts()) {
            lines.add(row(verdict, count(without, verdict), count(with, verdict)));
        }
        lines.add(row("cases", without.size(), with.size()));
        lines.add(row("seconds", seconds(without), seconds(with)));
        lines.add("");
        List<String> differing = differing();
        lines.add("## " + differing.size() + " cases differ");
        lines.add("");
        addCases(lines, differing);
        lines.add("## All cases");
        lines.add("");
        addCases(lines, cases());
        return String.join("\n", lines);
    }

    private Set<String> verdicts() {
        Set<String> verdicts = new TreeSet<>();
        cases().forEach(number -> {
            verdicts.addAll(texts(without, number));
            verdicts.addAll(texts(with, number));
        });
        return verdicts;
    }

    private static long count(Map<String, List<Verdict>> verdicts, String wanted) {
        return verdicts.keySet().stream()
                .filter(number -> texts(verdicts, number).contains(wanted))
                .count();
    }

    private static long seconds(Map<String, List<Verdict>> verdicts) {
        return verdicts.values().stream()
                        .flatMap(List::stream)
                        .mapToLong(verdict -> verdict.duration().toMillis())
                        .sum()
                / 1000;
    }

    private void addCases(List<String> lines, Collection<String> cases) {
        if (cases.isEmpty()) {
            return;
        }
        lines.add("| case | without | with |");
        lines.add("|---|---|---|");
        for (String number : cases) {
            lines.add(row(number, text(without, number), text(with, number)));
        }
        lines.add("");
    }

    private static String text(Map<String, List<Verdict>> verdicts, String number) {
        Set<String> texts = texts(verdicts, number);
        return texts.isEmpty() ? "did not run" : String.join(" or ", texts);
    }

    private static String row(Object... cells) {
        return List.of(cells).stream().map(Objects::toString).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
