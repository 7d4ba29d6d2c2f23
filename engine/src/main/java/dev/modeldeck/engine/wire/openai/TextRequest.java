package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.Payload;

import tools.jackson.databind.node.ObjectNode;

/** A request for text in OpenAI's protocol. */
public sealed interface TextRequest permits ChatRequest, CompletionRequest {

    /** The model asked for: an endpoint's name here; empty where the path tells it. */
    String model();

    Payload payload();

    Streaming streaming();

    /** The body as a client sends it. */
    ObjectNode json();

    /** What the caller said beyond the fields that have a name here. */
    default Extras extras() {
        return switch (this) {
            case ChatRequest chat -> chat.payload().options().extras();
            case CompletionRequest completion -> completion.payload().options().extras();
        };
    }

    /** Asks a Modeldeck to refuse what it would ignore, where the caller wants that. */
    default void strictly(ObjectNode body) {
        if (extras().strict()) {
            ExtraFields.strict(body);
        }
    }
}
