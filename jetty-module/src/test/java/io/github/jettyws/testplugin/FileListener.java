package io.github.jettyws.testplugin;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.SecurityListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A plugin as somebody else would write it: one line for each event, fields separated by tabs, into a file. */
public class FileListener implements SecurityListener {
    private final Path file = Path.of(System.getProperty("jetty.base", "."), "events.txt");

    @Override
    public void onAccepted(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onRefused(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onViolated(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onClosed(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onEnded(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onRenewed(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onBanned(SecurityEvent event) {
        write(event);
    }

    @Override
    public void onUnbanned(SecurityEvent event) {
        write(event);
    }

    private void write(SecurityEvent event) {
        String line = String.join(
                "\t",
                event.type().name(),
                event.reason().map(Enum::name).orElse("-"),
                event.stage().name(),
                String.valueOf(event.enforced()),
                event.clientAddress(),
                event.peer(),
                event.origin().orElse("-"),
                event.path(),
                event.protocol(),
                event.identity().map(Identity::name).orElse("-"),
                event.connection().map(String::valueOf).orElse("-"),
                event.closeCode().map(String::valueOf).orElse("-"),
                event.headers().toString());
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
