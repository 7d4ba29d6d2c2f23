package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

/**
 * Whether and how an answer is streamed.
 *
 * @param usageAtEnd one more chunk, without choices, tells the usage
 * @param usageInEveryChunk each chunk tells the usage so far: Databricks' way, and vLLM's {@code
 *     continuous_usage_stats}
 */
public record Streaming(boolean on, boolean usageAtEnd, boolean usageInEveryChunk) {

    public static final Streaming OFF = new Streaming(false, false, false);

    /** As one asks a server whose tokens are to be counted while they come. */
    public static final Streaming COUNTED = new Streaming(true, true, true);

    static Streaming parse(Fields fields) {
        boolean on = fields.flag("stream");
        ObjectNode options = fields.object("stream_options");
        if (options == null) {
            return new Streaming(on, false, false);
        }
        if (!on) {
            throw Fields.wrong("stream_options", "is only allowed together with \"stream\": true.");
        }
        Fields inner = new Fields(options);
        return new Streaming(
                true, inner.flag("include_usage"), inner.flag("continuous_usage_stats"));
    }

    void write(ObjectNode body) {
        if (!on) {
            return;
        }
        body.put("stream", true);
        if (usageAtEnd || usageInEveryChunk) {
            ObjectNode options = Json.object().put("include_usage", usageAtEnd);
            if (usageInEveryChunk) {
                options.put("continuous_usage_stats", true);
            }
            body.set("stream_options", options);
        }
    }
}
