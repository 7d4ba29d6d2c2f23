package dev.modeldeck.engine.kernel;

import java.util.UUID;

/** Identifies one inference call through all layers; unique, opaque. */
public record RequestId(String value) {

    public static RequestId random() {
        return new RequestId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
