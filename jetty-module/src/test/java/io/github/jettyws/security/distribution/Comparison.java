package io.github.jettyws.security.distribution;

import io.github.jettyws.security.distribution.FuzzingClient.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The verdicts of the Autobahn testsuite on a server without the guard and on one with it, by case. */
record Comparison(Map<String, Verdict> without, Map<String, Verdict> with) {
    /** The cases whose verdict the guard changes, and those that ran only once. */
    List<String> differing() {
        return cases().stream().filter(this::differs).toList();
    }

    private Set<String> cases() {
        Set<String> cases = new LinkedHashSet<>(without.keySet());
        cases.addAll(with.keySet());
        return cases;
    }

    private boolean differs(String number) {
        Verdict one = without.get(number);
        Verdict other = with.get(number);
        return one == null || other == null || !one.isSame(other);
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
            lines.add(row(verdict, count(without.values(), verdict), count(with.values(), verdict)));
        }
        lines.add(row("cases", without.size(), with.size()));
        lines.add(row("seconds", seconds(without.values()), seconds(with.values())));
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
        without.values().forEach(verdict -> verdicts.add(verdict.toString()));
        with.values().forEach(verdict -> verdicts.add(verdict.toString()));
        return verdicts;
    }

    private static long count(Collection<Verdict> verdicts, String wanted) {
        return verdicts.stream()
                .filter(verdict -> verdict.toString().equals(wanted))
                .count();
    }

    private static long seconds(Collection<Verdict> verdicts) {
        return verdicts.stream()
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
            lines.add(row(number, text(without.get(number)), text(with.get(number))));
        }
        lines.add("");
    }

    private static String text(@Nullable Verdict verdict) {
        return verdict == null ? "did not run" : verdict.toString();
    }

    private static String row(Object... cells) {
        return List.of(cells).stream().map(Objects::toString).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
