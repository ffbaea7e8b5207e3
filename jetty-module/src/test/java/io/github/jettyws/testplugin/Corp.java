package io.github.jettyws.testplugin;

import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.handshake.Handshake;
import java.util.List;
import java.util.Set;

/** A scheme as somebody else would write it: the example of the documents. */
public class Corp implements Authenticator {
    @Override
    public String scheme() {
        return "corp";
    }

    @Override
    public Set<String> headers() {
        return Set.of("X-Corp");
    }

    @Override
    public Proof prove(Handshake handshake) {
        List<String> sent = handshake.headers().values("X-Corp");
        if (sent.isEmpty()) {
            return Proof.ABSENT;
        }
        return sent.equals(List.of("a secret"))
                ? new Proof.Proved(Identity.of("ann", scheme()))
                : new Proof.Rejected("unknown");
    }
}
