package dev.modeldeck.engine.wire.openai;

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
}
