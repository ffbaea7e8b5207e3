package io.github.jettyws.testapp;

/** One for each class loader of the application: as many of these are alive as applications are. */
public final class Canary {
    static final Canary ALIVE = new Canary();

    private Canary() {}

    /** Makes the one. */
    public static Canary hatch() {
        return ALIVE;
    }
}
