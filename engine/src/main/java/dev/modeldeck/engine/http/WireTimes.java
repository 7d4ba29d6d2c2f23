package dev.modeldeck.engine.http;

/**
 * What a call looked like on the wire; of its last attempt, where it had several.
 *
 * @param nameNanos that looking up the name took; 0 on a connection that was kept
 * @param connectNanos that opening the TCP connection took, a proxy's tunnel included; 0 on a
 *     connection that was kept
 * @param secureNanos that the TLS handshake took; 0 without one
 * @param fresh whether the connection was opened for this call
 * @param sentBytes of the body
 * @param receivedBytes of the body as it came, compressed or not; final once it was read
 * @param tries attempts, this one included
 */
public record WireTimes(
        long nameNanos,
        long connectNanos,
        long secureNanos,
        boolean fresh,
        long sentBytes,
        long receivedBytes,
        int tries) {}
