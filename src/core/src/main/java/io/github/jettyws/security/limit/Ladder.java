package io.github.jettyws.security.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which step is taken for which violation of a client within the window: {@code drop:3,close:2,ban} drops the first three
 * messages, closes for the fourth and the fifth, and bans for every one from the sixth on. Immutable.
 *
 * @param rungs the steps in order, at least one; the last one has no end
 */
public record Ladder(List<Rung> rungs) {
    /** The highest number of violations for one step. */
    public static final int MAX_VIOLATIONS = 1_000_000;

    private static final String EXPECTED = "expected steps of " + Arrays.toString(RateStep.values())
            + " in this order, such as drop:3,delay:3,close:3,ban";

    /**
     * A step of the ladder. Immutable.
     *
     * @param step what happens
     * @param violations to how many violations, 1 to {@value #MAX_VIOLATIONS}; of no effect for the last one
     */
    public record Rung(RateStep step, int violations) {}

    /**
     * Makes a ladder.
     *
     * @param rungs the steps
     */
    public Ladder {
        rungs = List.copyOf(rungs);
    }

    /**
     * Makes a ladder of one step.
     *
     * @param step what happens each time
     * @return the ladder
     */
    public static Ladder of(RateStep step) {
        return new Ladder(List.of(new Rung(step, 1)));
    }

    /**
     * Understands a ladder.
     *
     * @param text steps, each but the last one with a colon and a number, with commas between them
     * @return the ladder
     * @throws IllegalArgumentException if it is none, with what was expected
     */
    public static Ladder parse(String text) {
        List<Rung> rungs = new ArrayList<>();
        String[] entries = text.split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            Rung rung = rung(entries[i].strip(), i == entries.length - 1);
            if (i > 0 && rungs.get(i - 1).step().compareTo(rung.step()) >= 0) {
                throw new IllegalArgumentException("'" + entries[i].strip() + "': " + EXPECTED);
            }
            rungs.add(rung);
        }
        return new Ladder(rungs);
    }

    private static Rung rung(String text, boolean last) {
        String[] parts = text.split(":", -1);
        if (parts.length != (last ? 1 : 2)) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected a number of violations after each step but the last");
        }
        RateStep step = Arrays.stream(RateStep.values())
                .filter(each -> each.toString().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "': " + EXPECTED));
        return new Rung(step, last ? 1 : violations(text, parts[1]));
    }

    private static int violations(String text, String number) {
        int violations = number.matches("\\d{1,7}") ? Integer.parseInt(number) : 0;
        if (violations < 1 || violations > MAX_VIOLATIONS) {
            throw new IllegalArgumentException("'" + text + "': expected a number from 1 to " + MAX_VIOLATIONS);
        }
        return violations;
    }

    /**
     * Tells what happens.
     *
     * @param violation the how manieth it is within the window, at least 1
     * @return the step
     */
    public RateStep step(long violation) {
        long before = 0;
        for (Rung rung : rungs.subList(0, rungs.size() - 1)) {
            before += rung.violations();
            if (violation <= before) {
                return rung.step();
            }
        }
        return rungs.get(rungs.size() - 1).step();
    }

    /**
     * Tells from which violation on nothing changes any more.
     *
     * @return 1 for a ladder of one step
     */
    public long last() {
        return 1
                + rungs.subList(0, rungs.size() - 1).stream()
                        .mapToLong(Rung::violations)
                        .sum();
    }

    /**
     * Tells whether a step is among them.
     *
     * @param step which
     * @return whether it is
     */
    public boolean has(RateStep step) {
        return rungs.stream().anyMatch(rung -> rung.step() == step);
    }

    @Override
    public String toString() {
        String before = rungs.subList(0, rungs.size() - 1).stream()
                .map(rung -> rung.step() + ":" + rung.violations() + ",")
                .collect(Collectors.joining());
        return before + rungs.get(rungs.size() - 1).step();
    }
}
