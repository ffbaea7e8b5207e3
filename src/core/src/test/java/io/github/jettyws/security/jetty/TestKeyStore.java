package io.github.jettyws.security.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A certificate for this machine, made by the JDK's own tool, and both sides of a connection that uses it. */
final class TestKeyStore {
    private static final String PASSWORD = "changeit";

    private final KeyStore keys;

    TestKeyStore(Path directory) throws Exception {
        Path file = directory.resolve("test.p12");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of("-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=127.0.0.1"));
        line.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12"));
        line.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
        Process tool = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (InputStream output = tool.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!tool.waitFor(30, TimeUnit.SECONDS) || tool.exitValue() != 0) {
                throw new IOException(said);
            }
        }
        keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    SslContextFactory.Server server() {
        SslContextFactory.Server server = new SslContextFactory.Server();
        server.setKeyStore(keys);
        server.setKeyStorePassword(PASSWORD);
        return server;
    }

    /** Speaks TLS over a connection that is open. */
    Socket wrap(Socket socket) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket secure = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, InetAddress.getLoopbackAddress().getHostAddress(), socket.getPort(), true);
        secure.startHandshake();
        return secure;
    }
}
