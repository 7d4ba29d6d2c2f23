package dev.modeldeck.engine.wire.databricks;

import dev.modeldeck.engine.wire.openai.EncoderRequest;
import dev.modeldeck.engine.wire.openai.TextRequest;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * The body of an invocation as a client sends it: OpenAI's without the model, which the path names.
 * A stream is not asked to count, since each of its events tells the usage so far.
 */
public final class Invocation {

    private Invocation() {}

    public static ObjectNode json(TextRequest request) {
        return (ObjectNode) request.json().remove(List.of("model", "stream_options"));
    }

    public static ObjectNode json(EncoderRequest request) {
        return (ObjectNode) request.json().remove(List.of("model"));
    }
}
