package dev.modeldeck.engine.inference;

import java.time.Duration;

/**
 * What one call to a server cost on the wire, as seen from this side.
 *
 * @param connect looking up the name, the TCP connection and the TLS handshake together; zero on a
 *     connection that was kept
 * @param sentBytes of the request's body
 * @param receivedBytes of the answer's body, compressed or not as it came
 * @param attempts how often it was sent
 */
public record WireFacts(Duration connect, long sentBytes, long receivedBytes, int attempts) {

    /** Nothing went over a wire. */
    public static final WireFacts NONE = new WireFacts(Duration.ZERO, 0, 0, 0);
}
