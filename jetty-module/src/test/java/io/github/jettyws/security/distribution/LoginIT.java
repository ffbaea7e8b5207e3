package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.auth.required} with no attribute named: only a login of Jetty's own counts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIT {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    private Server server;

    @BeforeAll
    void start() throws IOException {
        JettyBase base = JettyBase.complete("login")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.schemes", "jwt,session")
                .set("ws-security.auth.jwt.algorithms", "HS256")
                .set("ws-security.auth.jwt.keyFile", "etc/token.key")
                .set("ws-security.auth.container", "agree");
        TestApp.EE10.deployWithLogin(base.directory());
        TestApp.EE11.deployWithLogin(base.directory());
        Path etc = base.directory().resolve("etc");
        Files.writeString(etc.resolve("token.key"), SECRET);
        Files.writeString(etc.resolve("realm.properties"), "alice: secret,user\n");
        Files.writeString(etc.resolve("realm.xml"), """
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure id="Server" class="org.eclipse.jetty.server.Server">
                  <Call class="org.eclipse.jetty.util.resource.ResourceFactory" name="of">
                    <Arg><Ref refid="Server"/></Arg>
                    <Call id="users" name="newResource"><Arg>etc/realm.properties</Arg></Call>
                  </Call>
                  <Call name="addBean">
                    <Arg>
                      <New class="org.eclipse.jetty.security.HashLoginService">
                        <Set name="name">Test</Set>
                        <Set name="config"><Ref refid="users"/></Set>
                      </New>
                    </Arg>
                  </Call>
                </Configure>
                """);
        server = new Server(base.start("etc/realm.xml"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void loggedIn_accepted(TestApp app) throws IOException {
        String cookie = logIn(app);
        for (Protocol protocol : Protocol.values()) {
            Upgrade upgrade = upgrade(protocol, app).cookie(cookie);
            server.assertAccepted(upgrade).close();
            assertEquals("alice", server.event(upgrade.path(), "ACCEPTED").user());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anonymousSession_refused(TestApp app) throws IOException {
        String cookie = Http.sessionCookie(Http.get(server.endpoint(), login(app, "/session/login?user=alice")));
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(401, "UNAUTHENTICATED", upgrade(protocol, app).cookie(cookie));
        }
    }

    @ParameterizedTest
    @EnumSource
    void loginBegunButNotDone_refused(TestApp app) throws IOException {
        String cookie = Http.sessionCookie(Http.get(server.endpoint(), login(app, "/private")));
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(401, "UNAUTHENTICATED", upgrade(protocol, app).cookie(cookie));
        }
    }

    @ParameterizedTest
    @EnumSource
    void loggedInElsewhere_refused(TestApp app) throws IOException {
        String cookie = logIn(app);
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(
                    401,
                    "UNAUTHENTICATED",
                    Upgrade.to(protocol, Server.unique(app.path("/echo"))).cookie(cookie));
        }
    }

    /** {@code ws-security.auth.container=agree}: the login and the token have to name the same user. */
    @ParameterizedTest
    @EnumSource
    void tokenOfAnotherUserThanIsLoggedIn_refused(TestApp app) throws IOException {
        String cookie = logIn(app);
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(
                    403,
                    "FORBIDDEN",
                    withToken(upgrade(protocol, app), "mallory").cookie(cookie));
            server.assertAccepted(withToken(upgrade(protocol, app), "alice").cookie(cookie))
                    .close();
            server.assertAccepted(withToken(upgrade(protocol, app), "mallory")).close();
        }
    }

    private static Upgrade withToken(Upgrade upgrade, String user) {
        return upgrade.field("Authorization", "Bearer " + Tokens.jwt(SECRET, user, Tokens.FAR));
    }

    private static Upgrade upgrade(Protocol protocol, TestApp app) {
        return Upgrade.to(protocol, Server.unique(login(app, "/echo")));
    }

    private static String login(TestApp app, String inside) {
        return "/" + app.environment() + "-login" + inside;
    }

    /** Goes through the form, and gives the cookie that the browser has in the end. */
    private String logIn(TestApp app) {
        String cookie = Http.sessionCookie(Http.get(server.endpoint(), login(app, "/private")));
        HttpResponse<String> answer =
                Http.send(HttpRequest.newBuilder(server.endpoint().http(login(app, "/j_security_check")))
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("j_username=alice&j_password=secret")));
        return answer.headers().firstValue("Set-Cookie").isPresent() ? Http.sessionCookie(answer) : cookie;
    }
}
