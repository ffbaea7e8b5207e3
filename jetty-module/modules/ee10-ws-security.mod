[description]
Offers SecuredJettyWebSocketCreator to EE10 applications.
Applications need it to make guarded endpoints themselves. To be guarded, they do not: ws-security alone does that.

[tags]
security
websocket

[environment]
ee10

[depend]
ws-security
ee10-websocket-jetty

[lib]
lib/ws-security/ee10/jetty-ws-security-ee10-@project.version@.jar
