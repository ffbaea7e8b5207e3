package io.github.jettyws.security;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.util.component.Dumpable;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sets: one setter is one property is one line of the ini-template. Values are text, as in the
 * properties, so that XML, ini files and Java read alike; they are understood when the server starts, which fails where
 * one cannot be.
 *
 * <p>To be used by one thread, and not once the server has started.
 */
abstract class Settings implements Dumpable {
    private final Property.Scope scope;
    private final @Nullable Settings parent;
    private final Map<Property, String> values = new EnumMap<>(Property.class);
    private boolean fixed;

    Settings(Property.Scope scope, @Nullable Settings parent) {
        this.scope = scope;
        this.parent = parent;
    }

    /** The value in force, whether it was set here, is inherited, or is the default. */
    final String get(Property property) {
        String value = values.get(property);
        if (value != null) {
            return value;
        }
        return parent == null ? property.defaultValue() : parent.get(property);
    }

    /** Whether it was set here. */
    final boolean has(Property property) {
        return values.containsKey(property);
    }

    /** Whether any of them was set here. */
    final boolean hasAny(Property... properties) {
        return Arrays.stream(properties).anyMatch(this::has);
    }

    /** Whether it holds wherever nothing else is set. */
    final boolean isForAll() {
        return parent == null;
    }

    final void set(Property property, String value) {
        ensureNotFixed();
        values.put(property, value.strip());
    }

    final void ensureNotFixed() {
        if (fixed) {
            throw new IllegalStateException("the policy is in force: expected it to be set before the server starts");
        }
    }

    final void setFixed(boolean fixed) {
        this.fixed = fixed;
    }

    /** Every property that can be set here, with the value in force. */
    final Map<String, String> effective() {
        Map<String, String> effective = new LinkedHashMap<>();
        for (Property property : Property.values()) {
            if (property.scope() == scope) {
                effective.put(property.key(), property.shown(get(property)));
            }
        }
        return effective;
    }

    @Override
    public void dump(Appendable out, String indent) throws IOException {
        Dumpable.dumpObjects(out, indent, toString(), effective().entrySet().toArray());
    }
}
