package dev.modeldeck.engine.gateway.snippet;

import java.net.URI;

/**
 * The gateway as code on this machine calls it.
 *
 * @param address where it listens, or would if it did
 * @param needsToken whether it asks for an access token
 */
public record SampleGateway(URI address, boolean needsToken) {

    /**
     * @param dialect as in {@code DialectCalls.Call}
     * @param body JSON
     */
    public SampleCall call(String dialect, String endpoint, String body) {
        return new SampleCall(address, needsToken, dialect, endpoint, body);
    }
}
