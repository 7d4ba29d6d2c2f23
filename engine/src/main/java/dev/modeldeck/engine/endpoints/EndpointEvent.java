package dev.modeldeck.engine.endpoints;

import java.time.Instant;

/**
 * Something that happened to an endpoint.
 *
 * @param type short word, for example {@code Update started}, {@code Worker crashed}
 */
public record EndpointEvent(Instant at, Severity severity, String type, String message) {

    public enum Severity {
        NORMAL,
        WARNING
    }
}
