package dev.modeldeck.engine.wire.ollama;

import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** {@code POST /api/embed}. */
public record OllamaEmbed(String model, Payload.Embedding payload, @Nullable Integer context) {

    public ObjectNode json() {
        EmbeddingOptions options = payload.options();
        Integer most = options.reading().truncateTo();
        if (options.promptName() != null || (most != null && most != ReadingOptions.MODELS_OWN)) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "Ollama has no prompts by name, and cuts texts only where its model ends. Leave out \"prompt_name\" and \"truncate_prompt_tokens\"."));
        }
        ObjectNode body = Json.object().put("model", model);
        ArrayNode input = body.putArray("input");
        payload.inputs().forEach(each -> input.add(OllamaGenerate.text(each)));
        // It cuts unless it is told not to.
        body.put("truncate", most != null);
        if (options.dimensions() != null) {
            body.put("dimensions", options.dimensions());
        }
        if (context != null) {
            body.putObject("options").put("num_ctx", context);
        }
        return body;
    }

    public InferenceResult.Embeddings read(ObjectNode answer) {
        JsonNode vectors = answer.path("embeddings");
        if (!vectors.isArray() || vectors.size() != payload.inputs().size()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"embeddings\" with one vector for each text: it may not be Ollama.",
                            502));
        }
        List<float[]> read = new ArrayList<>();
        for (JsonNode vector : vectors) {
            float[] numbers = new float[vector.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = vector.get(i).floatValue();
            }
            read.add(numbers);
        }
        return new InferenceResult.Embeddings(
                read, new Usage(answer.path("prompt_eval_count").asInt(0), 0));
    }
}
