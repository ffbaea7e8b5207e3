[description]
Guards the WebSocket endpoints of all web applications in this base.
Decides who may connect, how much one client may send, and what a message may look like. It asks nothing of the
applications. Those that make endpoints themselves with SecuredJettyWebSocketCreator also need ee10-ws-security or
ee11-ws-security, which are not brought along: Jetty can tell whether a module exists, not whether an environment is
enabled, so to name them here would force both environments on every base.

[tags]
security
websocket

[depend]
server
# Plugins are found in lib/ext.
ext

# With their versions, so that the jars of an older version that are still there stay out of the class path.
[lib]
lib/ws-security/jetty-ws-security-core-@project.version@.jar
lib/ws-security/caffeine-@caffeine.version@.jar
lib/ws-security/gson-@gson.version@.jar

[files]
basehome:modules/ws-security/ws-security-listeners.xml|etc/ws-security-listeners.xml

[xml]
etc/ws-security.xml
etc/ws-security-listeners.xml

[ini]
## Applications may bring these in versions of their own.
jetty.server.addHiddenClasses+=,com.github.benmanes.caffeine.
jetty.server.addHiddenClasses+=,com.google.gson.
## What listeners and applications see of the guard is the guard's, not a copy in WEB-INF.
jetty.server.addProtectedClasses+=,io.github.jettyws.security.

[ini-template]
### WebSocket security
## Durations read 500ms, 10s, 5m, 1h. Lists are separated by commas. A value that cannot be understood stops the start.

## What to do about a refusal: enforce it, or report: decide, log and count as always, but refuse nothing.
# ws-security.mode=enforce

## What happens to an upgrade whose messages cannot be guarded: refuse it, or allow it with a warning in the log.
# ws-security.unguarded=refuse

## Addresses and CIDR ranges that may not connect, such as 203.0.113.7,198.51.100.0/24,2001:db8::/32.
# ws-security.address.blocked=

## IPv6 clients are counted by this many leading bits of their address: a site has at least this many of its own.
# ws-security.address.ipv6Prefix=64

## Whether the Origin header is checked. Without it, any page in a browser can use the cookies of its user.
# ws-security.origin.check=true

## Origins that may connect: https://app.example.com, https://*.example.com, https://example.com:*, example.com
## (any scheme and port), regex:...
# ws-security.origin.allowed=

## Whether pages of this server may connect: scheme, host and port are those that the request was sent to.
# ws-security.origin.allowSameOrigin=true

## Whether pages of localhost, 127.0.0.1 and [::1] may connect, on any port.
# ws-security.origin.allowLocalhost=true

## Whether clients that send no Origin may connect. Browsers always send one.
# ws-security.origin.allowMissing=false

## Whether "Origin: null" may connect, which sandboxed and local pages send.
# ws-security.origin.allowNull=false

## Whether nobody may connect without an identity.
# ws-security.auth.required=false

## Where the identity comes from, in the order tried.
# ws-security.auth.schemes=session

## The attribute that the HTTP session must hold; its value names the user.
## When empty, the session must be one that a login of Jetty's own left an identity in.
# ws-security.auth.session.attribute=

## The largest text message, in bytes. Applications can go lower, not higher.
# ws-security.limits.maxTextMessageSize=65536

## The largest binary message, in bytes. Applications can go lower, not higher.
# ws-security.limits.maxBinaryMessageSize=65536

## The largest frame, in bytes. Applications can go lower, not higher.
# ws-security.limits.maxFrameSize=65536

## The longest silence before a connection is closed. Applications can go lower, not higher.
# ws-security.limits.idleTimeout=5m

## Whether messages may be compressed (permessage-deflate).
# ws-security.compression.allow=true

## How many messages one client address may send within the window, over all its connections.
# ws-security.rate.messages=100

## The length of that window.
# ws-security.rate.window=10s
