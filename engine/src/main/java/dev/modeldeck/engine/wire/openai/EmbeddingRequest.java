package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.stream.IntStream;

/**
 * OpenAI's embeddings, with {@code prompt_name} and truncation as other servers add them.
 *
 * @param base64 whether vectors are written as the bytes of their numbers, which the official
 *     clients ask for where their caller does not say
 */
public record EmbeddingRequest(String model, Payload.Embedding payload, boolean base64)
        implements EncoderRequest {

    private static final String FORMAT = "encoding_format";

    public static EmbeddingRequest parse(ObjectNode body) {
        Fields fields = new Fields(body);
        String format = fields.text(FORMAT, "float");
        if (!format.equals("float") && !format.equals("base64")) {
            throw Fields.wrong(FORMAT, "must be \"float\" or \"base64\".");
        }
        EmbeddingOptions options =
                new EmbeddingOptions(
                        fields.integer("dimensions", 1, Integer.MAX_VALUE),
                        fields.text("prompt_name"),
                        ReadingFields.parse(fields));
        return new EmbeddingRequest(
                fields.text("model", ""),
                new Payload.Embedding(Prompts.parse(fields, "input"), options),
                format.equals("base64"));
    }

    @Override
    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model);
        body.set("input", Prompts.json(payload.inputs()));
        put(body, "dimensions", payload.options().dimensions());
        if (payload.options().promptName() != null) {
            body.put("prompt_name", payload.options().promptName());
        }
        ReadingFields.write(body, payload.options().reading());
        return base64 ? body.put(FORMAT, "base64") : body;
    }

    @Override
    public ObjectNode answer(AnswerHead head, InferenceResult result) {
        InferenceResult.Embeddings embeddings = (InferenceResult.Embeddings) result;
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (float[] vector : embeddings.vectors()) {
            ObjectNode entry = data.addObject().put("object", "embedding");
            entry.put("index", data.size() - 1);
            entry.set("embedding", Vectors.json(vector, base64));
        }
        json.put("model", head.model());
        json.set("usage", Usages.read(embeddings.usage()));
        return json;
    }

    @Override
    public InferenceResult.Embeddings read(ObjectNode answer) {
        JsonNode data = EncoderRequest.list(answer, "data", payload.inputs().size());
        List<float[]> vectors =
                IntStream.range(0, data.size())
                        .mapToObj(i -> Vectors.parse(data.get(i).path("embedding")))
                        .toList();
        Usage usage = Usages.parse(answer.get("usage"));
        return new InferenceResult.Embeddings(vectors, usage == null ? Usage.NONE : usage);
    }

    private static void put(ObjectNode body, String key, @Nullable Integer value) {
        if (value != null) {
            body.put(key, value);
        }
    }
}
