package io.github.jettyws.security.jetty;

import java.util.function.Predicate;

/** Asks what something is by name, where the class may be missing in a base, or be out of sight. */
final class Types {
    private Types() {}

    /** Tells whether there is a class of such a name. */
    static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Types.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Tells whether the class of an object, or one that it extends, has such a name. */
    static boolean isA(Object object, Predicate<String> className) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (className.test(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
