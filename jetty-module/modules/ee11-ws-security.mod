[description]
Offers SecuredJettyWebSocketCreator to EE11 applications.
Applications need it to make guarded endpoints themselves. To be guarded, they do not: ws-security alone does that.

[tags]
security
websocket

[environment]
ee11

[depend]
ws-security
ee11-websocket-jetty

[lib]
lib/ws-security/ee11/jetty-ws-security-ee11-@project.version@.jar
