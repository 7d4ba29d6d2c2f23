package dev.modeldeck.engine.wire.mlflow;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.TextAnswers;
import dev.modeldeck.engine.wire.openai.TextRequest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * What a scoring server answers to a chat, a prompt or texts to embed: whatever its model returned,
 * which mostly has OpenAI's form, but may be a list of texts or of vectors as well.
 */
public final class UnifiedAnswer {

    private UnifiedAnswer() {}

    /** The body that asks for it: OpenAI's, without what the server has no word for. */
    public static ObjectNode body(TextRequest request) {
        return (ObjectNode) request.json().remove(List.of("model", "stream", "stream_options"));
    }

    public static ObjectNode body(EmbeddingRequest request) {
        return (ObjectNode) request.json().remove(List.of("model"));
    }

    public static InferenceResult.Text text(TextRequest request, JsonNode answer) {
        JsonNode inner = unwrapped(answer);
        if (inner instanceof ObjectNode object && object.path("choices").isArray()) {
            return TextAnswers.parse(request, object);
        }
        List<TextChoice> choices = new ArrayList<>();
        if (inner.isArray()) {
            inner.forEach(element -> choices.add(choice(choices.size(), element)));
        } else {
            choices.add(choice(0, inner));
        }
        if (choices.isEmpty()) {
            throw noText();
        }
        return new InferenceResult.Text(choices, Usage.NONE);
    }

    public static InferenceResult.Embeddings vectors(EmbeddingRequest request, JsonNode answer) {
        JsonNode inner = unwrapped(answer);
        if (inner instanceof ObjectNode object) {
            return request.read(object);
        }
        ObjectNode listed = Json.object();
        ArrayNode data = listed.putArray("data");
        inner.forEach(vector -> data.addObject().set("embedding", vector));
        return request.read(listed);
    }

    private static JsonNode unwrapped(JsonNode answer) {
        return answer.has("predictions") ? answer.get("predictions") : answer;
    }

    private static TextChoice choice(int index, JsonNode answer) {
        return new TextChoice(index, words(answer), FinishReason.STOP, null);
    }

    /** Of a text, of an agent's last message, or of an object with one text in it. */
    private static String words(JsonNode answer) {
        if (answer.isString()) {
            return answer.stringValue();
        }
        JsonNode messages = answer.path("messages");
        if (messages.isArray() && !messages.isEmpty()) {
            return messages.get(messages.size() - 1).path("content").asString("");
        }
        List<JsonNode> texts = answer.valueStream().filter(JsonNode::isString).toList();
        if (answer.isObject() && texts.size() == 1) {
            return texts.getFirst().stringValue();
        }
        throw noText();
    }

    private static EngineException noText() {
        return new EngineException(
                new Problem.Upstream(
                        "The model answered with something that is no text. Send it rows instead, or see in its signature what it takes.",
                        502));
    }
}
