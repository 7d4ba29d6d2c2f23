package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.kernel.RequestId;

/** One call: what is asked, under an id that follows it through all layers. */
public record InferenceRequest(RequestId id, Payload payload) {

    public static InferenceRequest of(Payload payload) {
        return new InferenceRequest(RequestId.random(), payload);
    }
}
