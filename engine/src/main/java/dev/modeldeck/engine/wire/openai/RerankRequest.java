package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Relevance of documents in the form that Jina, Cohere and vLLM share: the best first.
 *
 * @param topN documents of the answer; 0 for all
 * @param returnDocuments whether the answer repeats the texts
 */
public record RerankRequest(
        String model, Payload.Reranking payload, int topN, boolean returnDocuments)
        implements EncoderRequest {

    private static final int MOST = 2048;

    public static RerankRequest parse(ObjectNode body) {
        Fields fields = new Fields(body);
        Refusals.unlessAbsent(
                fields,
                "rank_fields",
                "\"rank_fields\" is not supported; send documents as texts.");
        Integer topN = fields.integer("top_n", 0, Integer.MAX_VALUE);
        boolean documents = !fields.has("return_documents") || fields.flag("return_documents");
        return new RerankRequest(
                fields.text("model", ""),
                new Payload.Reranking(
                        fields.requiredText("query"),
                        documents(fields),
                        ReadingFields.parse(fields)),
                topN == null ? 0 : topN,
                documents);
    }

    private static List<String> documents(Fields fields) {
        ArrayNode array = fields.array("documents");
        if (array == null || array.isEmpty() || array.size() > MOST) {
            throw Fields.wrong(
                    "documents",
                    "is required: an array of 1 to %d strings, or of objects with \"text\"."
                            .formatted(MOST));
        }
        List<String> documents = new ArrayList<>();
        for (JsonNode document : array) {
            JsonNode text = document.isObject() ? document.path("text") : document;
            if (!text.isString()) {
                throw Fields.wrong(
                        "documents", "must hold strings, or objects with a \"text\" each.");
            }
            documents.add(Json.wholeCharacters(text.stringValue()));
        }
        return documents;
    }

    @Override
    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model).put("query", payload.query());
        ArrayNode documents = body.putArray("documents");
        payload.documents().forEach(documents::add);
        if (topN > 0) {
            body.put("top_n", topN);
        }
        ReadingFields.write(body, payload.options());
        return body.put("return_documents", returnDocuments);
    }

    @Override
    public ObjectNode answer(AnswerHead head, InferenceResult result) {
        InferenceResult.Relevance relevance = (InferenceResult.Relevance) result;
        List<Float> scores = relevance.scores();
        ObjectNode json = Json.object().put("id", head.id()).put("model", head.model());
        ArrayNode results = json.putArray("results");
        IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
                .limit(topN > 0 ? topN : scores.size())
                .forEach(i -> {
                    ObjectNode entry = results.addObject().put("index", i);
                    if (returnDocuments) {
                        entry.putObject("document").put("text", payload.documents().get(i));
                    }
                    entry.put("relevance_score", scores.get(i));
                });
        json.set("usage", Usages.read(relevance.usage()));
        return json;
    }

    @Override
    public InferenceResult.Relevance read(ObjectNode answer) {
        int count = payload.documents().size();
        float[] scores = new float[count];
        Arrays.fill(scores, Float.NaN);
        for (JsonNode entry : EncoderRequest.list(answer, "results", count)) {
            int index = entry.path("index").asInt(-1);
            if (index >= 0 && index < count) {
                scores[index] = entry.path("relevance_score").floatValue(Float.NaN);
            }
        }
        List<Float> all = new ArrayList<>();
        for (float score : scores) {
            if (Float.isNaN(score)) {
                throw incomplete();
            }
            all.add(score);
        }
        Usage usage = Usages.parse(answer.get("usage"));
        return new InferenceResult.Relevance(all, usage == null ? Usage.NONE : usage);
    }

    private static EngineException incomplete() {
        return new EngineException(
                new Problem.Upstream("The server's answer lacks some documents' scores.", 502));
    }
}
