package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Classes of texts as vLLM's {@code /classify} has them. An input may be a pair of texts; the
 * answer says all labels beside each text's best.
 */
public record ClassificationRequest(String model, Payload.Classification payload)
        implements EncoderRequest {

    public static ClassificationRequest parse(ObjectNode body) {
        Fields fields = new Fields(body);
        return new ClassificationRequest(
                fields.text("model", ""),
                new Payload.Classification(
                        Prompts.orPairs(fields, "input"), ReadingFields.parse(fields)));
    }

    @Override
    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model);
        List<Prompt> inputs = payload.inputs();
        // A pair alone would look like two texts.
        boolean pair = inputs.size() == 1 && inputs.getFirst() instanceof Prompt.Pair;
        JsonNode input = Prompts.json(inputs);
        body.set("input", pair ? Json.array().add(input) : input);
        ReadingFields.write(body, payload.options());
        return body;
    }

    @Override
    public ObjectNode answer(AnswerHead head, InferenceResult result) {
        InferenceResult.Classes classes = (InferenceResult.Classes) result;
        ObjectNode json = head.json("list");
        ArrayNode labels = json.putArray("labels");
        classes.labels().forEach(labels::add);
        ArrayNode data = json.putArray("data");
        for (float[] scores : classes.scores()) {
            ObjectNode entry = data.addObject();
            entry.put("index", data.size() - 1);
            entry.put("label", classes.labels().get(InferenceResult.Classes.best(scores)));
            entry.set("probs", Vectors.json(scores, false));
            entry.put("num_classes", scores.length);
        }
        json.set("usage", Usages.read(classes.usage()));
        return json;
    }

    @Override
    public InferenceResult.Classes read(ObjectNode answer) {
        JsonNode data = EncoderRequest.list(answer, "data", payload.inputs().size());
        List<String> labels = new ArrayList<>();
        answer.path("labels").forEach(label -> labels.add(label.asString("")));
        List<float[]> scores = new ArrayList<>();
        for (JsonNode entry : data) {
            float[] row = Vectors.parse(entry.path("probs"));
            scores.add(row);
            name(labels, row, entry.path("label").asString(""));
        }
        Usage usage = Usages.parse(answer.get("usage"));
        return new InferenceResult.Classes(labels, scores, usage == null ? Usage.NONE : usage);
    }

    /** Where a server says the best label of each text only, the others go by their number. */
    private static void name(List<String> labels, float[] scores, String best) {
        while (labels.size() < scores.length) {
            labels.add("LABEL_" + labels.size());
        }
        if (!best.isEmpty() && scores.length > 0) {
            labels.set(InferenceResult.Classes.best(scores), best);
        }
    }
}
