package dev.modeldeck.engine.wire.ollama;

import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The bodies of {@code POST /api/generate} for a completion, one for each prompt, streamed. The
 * prompt is continued as it is, without the model's template.
 *
 * @param context size of the model's context in tokens; null for the server's own
 */
public record OllamaGenerate(String model, Payload.Completion payload, @Nullable Integer context) {

    public List<ObjectNode> json() {
        List<ObjectNode> bodies = new ArrayList<>();
        for (Prompt prompt : payload.prompts()) {
            ObjectNode body = Json.object().put("model", model).put("prompt", text(prompt));
            OllamaOptions.write(body, payload.options(), context);
            if (!body.has("raw") && !body.has("suffix")) {
                body.put("raw", true);
            }
            bodies.add(body.put("stream", true));
        }
        return bodies;
    }

    /** The names of parameters for which this protocol has no word. */
    public List<String> ignored() {
        List<String> names =
                new ArrayList<>(OllamaOptions.ignored(payload.options(), payload.choices()));
        if (payload.echo()) {
            names.add("echo");
        }
        return names;
    }

    static String text(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Text(String text) -> text;
            case Prompt.Pair _ -> throw unsupported("pairs of texts");
            case Prompt.Tokens _ -> throw unsupported("numbers of tokens");
        };
    }

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported("Ollama takes texts, not " + what + "."));
    }
}
