package io.github.jettyws.security.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** The upgrade request of a browser. */
final class HandshakeRequest {
    private HandshakeRequest() {}

    /** Ten origins, all of which may connect. */
    static List<String> origins() {
        return IntStream.range(0, 10)
                .mapToObj(i -> "https://app-" + i + ".example.com")
                .toList();
    }

    /**
     * Writes a request.
     *
     * @param path the path of the endpoint
     * @param port the port of the server
     * @param origin where the script of the page comes from
     * @param token the token of the client, empty if it has none
     * @return the request line and the headers
     */
    static String of(String path, int port, String origin, String token) {
        String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        return String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Connection: Upgrade",
                "Pragma: no-cache",
                "Cache-Control: no-cache",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
                authorization + "Upgrade: websocket",
                "Origin: " + origin,
                "Sec-WebSocket-Version: 13",
                "Accept-Encoding: gzip, deflate, br, zstd",
                "Accept-Language: en-US,en;q=0.9",
                "Cookie: JSESSIONID=node01m4k8zq1yq2v31d9b8x7c6w5e40.node0",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "",
                "");
    }

    /**
     * Writes a request that offers no compression.
     *
     * @param path the path of the endpoint
     * @param port the port of the server
     * @param origin where the script of the page comes from
     * @return the request line and the headers
     */
    static String uncompressed(String path, int port, String origin) {
        return of(path, port, origin, "").replaceFirst("Sec-WebSocket-Extensions: [^\r]*\r\n", "");
    }
}
