package io.github.jettyws.security.handshake;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Header fields for others to see: credentials are masked. That is done when somebody first looks, since every connection
 * has events and hardly any listener looks at the headers of one. Unmodifiable; the keys ignore case. Thread-safe.
 */
final class MaskedHeaders extends AbstractMap<String, List<String>> {
    private static final List<String> MASKED = List.of(Headers.MASK);

    /** Fields whose values are credentials, or may hold one: browsers put tokens into subprotocols and into URLs. */
    private static final Set<String> CREDENTIALS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "referer",
            "sec-websocket-protocol",
            "sec-websocket-key",
            "x-api-key",
            "x-auth-token",
            "x-csrf-token",
            "x-xsrf-token");

    private final List<Headers.Field> fields;
    private final Set<String> credentials;
    private volatile @Nullable Map<String, List<String>> masked;

    /**
     * Makes a view.
     *
     * @param fields the fields, not to be changed afterwards
     * @param credentials the names of more fields to be masked, in lower case
     */
    MaskedHeaders(List<Headers.Field> fields, Set<String> credentials) {
        this.fields = fields;
        this.credentials = credentials;
    }

    /** Two that look at the same time do the same work, to the same end. */
    private Map<String, List<String>> masked() {
        Map<String, List<String>> known = masked;
        if (known == null) {
            known = mask();
            masked = known;
        }
        return known;
    }

    private Map<String, List<String>> mask() {
        Map<String, List<String>> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Headers.Field field : fields) {
            shown.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value());
        }
        shown.replaceAll((name, values) -> isCredential(name) ? MASKED : List.copyOf(values));
        return Collections.unmodifiableMap(shown);
    }

    /** A name that says token, secret, password, session or key is masked too: better one too many than one too few. */
    private boolean isCredential(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CREDENTIALS.contains(lower)
                || credentials.contains(lower)
                || lower.contains("token")
                || lower.contains("secret")
                || lower.contains("password")
                || lower.contains("session")
                || lower.contains("credential")
                || lower.contains("auth")
                || lower.contains("jwt")
                || lower.contains("assertion")
                || lower.endsWith("key");
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return masked().entrySet();
    }

    @Override
    public @Nullable List<String> get(@Nullable Object name) {
        return masked().get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return masked().containsKey(name);
    }
}
