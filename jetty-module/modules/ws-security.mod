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
lib/ws-security/json-schema-@json-schema.version@.jar
lib/ws-security/nimbus-jose-jwt-@nimbus-jose-jwt.version@.jar

[files]
basehome:modules/ws-security/ws-security-listeners.xml|etc/ws-security-listeners.xml
basehome:modules/ws-security/ws-security-envelope.schema.json|etc/ws-security-envelope.schema.json

[xml]
etc/ws-security.xml
etc/ws-security-listeners.xml

[ini]
## Applications may bring these in versions of their own.
jetty.server.addHiddenClasses+=,com.github.benmanes.caffeine.
jetty.server.addHiddenClasses+=,com.google.gson.
jetty.server.addHiddenClasses+=,com.nimbusds.
jetty.server.addHiddenClasses+=,dev.harrel.
## What listeners and applications see of the guard is the guard's, not a copy in WEB-INF.
jetty.server.addProtectedClasses+=,io.github.jettyws.security.

[ini-template]
### WebSocket security
## Durations read 500ms, 10s, 5m, 1h. Lists are separated by commas. A value that cannot be understood stops the start.

## What to do about a refusal: enforce it, or report: decide, log and count as always, but refuse nothing.
# ws-security.mode=enforce

## What happens to an upgrade whose messages cannot be guarded: refuse it, or allow it with a warning in the log.
# ws-security.unguarded=refuse

## Whether only clients whose connection is encrypted may connect. A proxy in front that ends TLS has to be trusted.
# ws-security.transport.secureOnly=false

## Proxies whose forwarded header is believed, as addresses and CIDR ranges; unix for those behind a Unix-domain socket.
# ws-security.address.trustedProxies=

## The header that they write the client address into: X-Forwarded-For or Forwarded.
# ws-security.address.forwardedHeader=X-Forwarded-For

## IPv6 prefixes of 96 bits whose addresses count as the IPv4 address at their end.
# ws-security.address.nat64=64:ff9b::/96

## IPv6 clients are counted by this many leading bits of their address: a site has at least this many of its own.
# ws-security.address.ipv6Prefix=64

## Addresses and ranges that may not connect, such as 203.0.113.7,198.51.100.0/24,192.0.2.1-192.0.2.9,2001:db8::/32.
# ws-security.address.blocked=

## A file of them, one a line, relative to the base. It is read again when it changes.
# ws-security.address.blockedFile=

## Addresses and ranges that alone may connect. When this and the file are empty, all may.
# ws-security.address.allowed=

## A file of them.
# ws-security.address.allowedFile=

## Whether connections are closed when a list that was read again has no room for their address any more.
# ws-security.address.closeOpen=true

## How many handshakes one client address may begin within the window. 0 is no limit.
# ws-security.handshakes.perAddress=0

## The length of that window.
# ws-security.handshakes.window=1m

## How long the asynchronous plugins may take to answer about one handshake, all together. Late is no.
# ws-security.handshakes.checkTimeout=2s

## How many questions to asynchronous plugins may be without an answer; one more handshake is refused.
# ws-security.handshakes.pendingChecks=1000

## How many connections one peer may have open that carry no WebSocket. 0 is no limit.
# ws-security.handshakes.pendingPerAddress=0

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

## How many WebSockets may be open at once. 0 is no limit.
# ws-security.connections.total=0

## How many of them for one client address. 0 is no limit.
# ws-security.connections.perAddress=0

## How many of them for one user. 0 is no limit.
# ws-security.connections.perUser=0

## What happens when a user has as many open: refuse the next one, or closeOldest, and let it in.
# ws-security.connections.onLimit=refuse

## Whether nobody may connect without an identity.
# ws-security.auth.required=false

## Where the identity comes from, in the order tried: session, cookie, jwt, apiKey, ticket. The first that is there
## decides.
# ws-security.auth.schemes=session

## The attribute that the HTTP session must hold; its value names the user.
## When empty, the session must be one that a login of Jetty's own left an identity in.
# ws-security.auth.session.attribute=

## The roles of which an identity needs one. When empty, it needs none.
# ws-security.auth.roles=

## The names of those who alone may connect. When empty, all may who have such a role.
# ws-security.auth.users=

## A user whom the container has authenticated itself: keep it as the user of the application, or agree: its name also
## has to be that of the identity.
# ws-security.auth.container=keep

## The cookie of the scheme cookie.
# ws-security.auth.cookie.name=

## What is in it: hmac, or jwt, for which auth.jwt.* holds.
# ws-security.auth.cookie.format=hmac

## The file with the keys that it is signed with, one a line, as openssl rand -base64 32 makes them.
# ws-security.auth.cookie.keyFile=

## The file with the secret, or the public keys in PEM, that tokens are verified with. It is read again when it changes.
# ws-security.auth.jwt.keyFile=

## Or the file with them as a JWK Set.
# ws-security.auth.jwt.jwksFile=

## Or where the issuer publishes it: https, or http on this machine.
# ws-security.auth.jwt.jwksUri=

## What tokens may be signed with, such as RS256,ES256, or HS256. It has to be set.
# ws-security.auth.jwt.algorithms=

## The iss that tokens must have. When empty, any or none.
# ws-security.auth.jwt.issuer=

## The audiences of which the aud of tokens must name one. When empty, they must have none.
# ws-security.auth.jwt.audience=

## How much the clock of the issuer may differ.
# ws-security.auth.jwt.clockSkew=30s

## Whether tokens must have an exp. One without it is good for ever.
# ws-security.auth.jwt.requireExpiration=true

## The claim that names the user.
# ws-security.auth.jwt.nameClaim=sub

## The claim with the roles: an array, or a text with spaces between them, such as scope.
# ws-security.auth.jwt.rolesClaim=roles

## The typ that the header of tokens must have, such as at+jwt. When empty, any or none.
# ws-security.auth.jwt.type=

## The header that API keys are sent in.
# ws-security.auth.apiKey.header=X-API-Key

## The file with their hashes. It is read again when it changes.
# ws-security.auth.apiKey.file=

## The file with the pepper of the hashes. When empty, there is none.
# ws-security.auth.apiKey.pepperFile=

## Where pages ask for tickets, by POST, below the path of their web application, such as /ws-security/ticket.
# ws-security.auth.ticket.path=

## The parameter of the query that a ticket stands in.
# ws-security.auth.ticket.parameter=ticket

## The attribute of the HTTP session that holds the CSRF token of the application. When empty, none is asked for.
# ws-security.auth.csrf.sessionAttribute=

## The parameter of the query that the CSRF token stands in.
# ws-security.auth.csrf.parameter=csrf

## Where tokens may stand: bearer, header:X-Auth-Token, subprotocol, query:token. URLs end up in logs and histories.
# ws-security.auth.token.sources=bearer

## How many bad credentials one client address may send within the window. 0 is no limit.
# ws-security.auth.failures.perAddress=20

## The length of that window.
# ws-security.auth.failures.window=1m

## How often the sessions that connections rest on are asked whether another node has ended them. What this node ends
## closes its connections at once. 0 is only when they would expire.
# ws-security.auth.session.recheck=1m

## Whether messages of a client keep the session alive that its connection rests on.
# ws-security.auth.session.keepAlive=false

## What happens to a connection when the credential expires that opened it: close or ignore.
# ws-security.auth.jwt.onExpiry=close

## Whether a client may send a newer token over the connection that it opened with one.
# ws-security.auth.refresh.enabled=false

## The largest text message, in bytes. Applications can go lower, not higher.
# ws-security.limits.maxTextMessageSize=65536

## The largest binary message, in bytes. Applications can go lower, not higher.
# ws-security.limits.maxBinaryMessageSize=65536

## The largest frame, in bytes. Applications can go lower, not higher.
# ws-security.limits.maxFrameSize=65536

## How many frames one message may consist of. Empty ones count.
# ws-security.limits.maxFragments=1024

## The longest silence before a connection is closed. Applications can go lower, not higher.
# ws-security.limits.idleTimeout=5m

## Whether pings and pongs keep a connection from being idle. When false, only messages do, either way.
# ws-security.limits.idleCountsControl=true

## How long a message may take that has begun to come in.
# ws-security.limits.messageTimeout=30s

## How many frames may wait for a client to take them. Applications can go lower, not higher.
# ws-security.limits.maxOutgoingFrames=4096

## How many bytes they may have together. One message that waits alone may be longer.
# ws-security.limits.maxOutgoingBytes=1048576

## How long a client may take none of the frames that wait.
# ws-security.limits.writeTimeout=30s

## How long a connection may stay open at most; up to a tenth of it is left to chance. 0 is no limit.
# ws-security.limits.maxLifetime=0

## Whether messages may be compressed (permessage-deflate).
# ws-security.compression.allow=true

## How many times as long as on the wire a message may become by inflation, beyond its first 64 KiB. 0 is no limit.
# ws-security.compression.maxRatio=100

## How many messages one client may send within the window. 0 is no limit.
# ws-security.rate.messages=100

## The length of that window.
# ws-security.rate.window=10s

## How many bytes of messages one client may send within that window, after inflation. 0 is no limit.
# ws-security.rate.bytes=0

## What a client is: address, user, connection, or several, each of which must have room.
# ws-security.rate.key=address

## How it is counted: fixed-window, sliding-window, sliding-log, token-bucket or leaky-bucket.
# ws-security.rate.algorithm=sliding-window

## How many messages a token bucket holds, or how many may wait at a leaky bucket. Where it is empty, as many as rate.messages.
# ws-security.rate.burst=

## Whether what may wait at a leaky bucket does.
# ws-security.rate.burstDelay=true

## What happens to a message over the rate: close, drop, reply or delay.
# ws-security.rate.action=close

## What a connection is closed with: 1008, or 1013 (try again later).
# ws-security.rate.closeCode=1008

## What reply sends, at most once in a window.
# ws-security.rate.replyMessage=Rate limit exceeded. Please wait.

## Steps that replace rate.action, with the number of violations that each is for: drop:3,delay:3,close:3,ban
# ws-security.rate.escalate=

## How many pings and pongs one connection may send within the window. 0 is no limit.
# ws-security.rate.controlFrames=60

## The length of that window.
# ws-security.rate.controlWindow=10s

## How many messages all clients of the server may send together within the window. 0 is no limit.
# ws-security.rate.totalMessages=0

## The length of that window.
# ws-security.rate.totalWindow=10s

## The kinds of messages that may be sent: text, binary.
# ws-security.message.types=text,binary

## What a text message has to be: any, or json. Binary messages are not looked into: see types.
# ws-security.message.format=any

## What happens to JSON that has a name twice in one object, of which readers take different ones: refuse or allow.
# ws-security.message.json.duplicateKeys=refuse

## How deep JSON may be nested.
# ws-security.message.json.maxDepth=64

## A JSON Schema (2020-12) that every text message has to fit, relative to the base. It is read again when it changes.
## etc/ws-security-envelope.schema.json is an example.
# ws-security.message.schemaFile=

## How long one message may take. One that takes longer does not fit.
# ws-security.message.schemaTimeout=100ms

## What becomes of a message that may not pass: close the connection, drop the message, or reply: drop it and say where
## it failed.
# ws-security.message.action=close

## This many refusals and violations within the window ban a client address. 0 is never.
# ws-security.ban.threshold=0

## The length of that window.
# ws-security.ban.window=1m

## How long the first ban lasts. Each further one within a day lasts twice as long.
# ws-security.ban.duration=10m

## How long a ban lasts at most.
# ws-security.ban.maxDuration=24h

## The reasons that count. What a foreign page can make a browser do is better not among them.
# ws-security.ban.reasons=MALFORMED_HANDSHAKE,ORIGIN_MISSING,UNAUTHENTICATED,FORBIDDEN,MESSAGE_RATE,BYTE_RATE,CONTROL_RATE,MESSAGE_TOO_LARGE,FRAME_TOO_LARGE,TOO_MANY_FRAGMENTS,COMPRESSION_RATIO

## Addresses and ranges that are never banned. Trusted proxies never are.
# ws-security.ban.never=127.0.0.0/8,::1

## A file that keeps the bans over a restart, relative to the base.
# ws-security.ban.file=
