package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate made for these tests, and the client's side of a connection that uses it. */
final class Tls {
    static final String PASSWORD = "changeit";

    private static final String ALIAS = "test";
    private static final Path KEY_STORE = Build.TARGET.resolve("test-keystore.p12");
    private static final Path PEM = Build.TARGET.resolve("test-certificate.pem");

    private Tls() {}

    /** Makes a key store for 127.0.0.1 with the JDK's own tool. */
    static Path keyStore() throws IOException {
        if (Files.notExists(KEY_STORE)) {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin/keytool").toString();
            String arguments = "-genkeypair -alias " + ALIAS + " -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
                    + " -storetype PKCS12 -keystore " + KEY_STORE.getFileName() + " -storepass " + PASSWORD;
            List<String> line = new ArrayList<>(List.of(arguments.split(" ", -1)));
            line.add(0, keytool);
            Command command = Command.run(Build.TARGET, line);
            if (!command.succeeded()) {
                throw new IOException(command.output());
            }
        }
        return KEY_STORE;
    }

    /** Makes of the key store what programs read that are not in Java: the key and the certificate (RFC 7468). */
    static Path pem() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(keyStore().toFile(), PASSWORD.toCharArray());
            Key key = store.getKey(ALIAS, PASSWORD.toCharArray());
            String text = pem("PRIVATE KEY", key.getEncoded())
                    + pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
            return Files.writeString(PEM, text);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    static Socket wrap(Socket socket) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KEY_STORE.toFile(), PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            String host = socket.getInetAddress().getHostAddress();
            return context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
