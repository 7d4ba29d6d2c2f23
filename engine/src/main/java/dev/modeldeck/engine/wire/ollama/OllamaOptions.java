package dev.modeldeck.engine.wire.ollama;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What chats and completions share: {@code options}, {@code format}, probabilities, truncation. */
final class OllamaOptions {

    /** Of the parameters without a name here, those that Ollama has at the top. */
    private static final Set<String> OWN =
            Set.of("think", "keep_alive", "template", "suffix", "raw");

    private OllamaOptions() {}

    /**
     * @param context size of the model's context in tokens; null for the server's own
     */
    static void write(ObjectNode body, TextOptions options, @Nullable Integer context) {
        ObjectNode written = Json.object();
        put(written, "num_ctx", context);
        put(written, "num_predict", options.maxTokens());
        put(written, "temperature", options.temperature());
        put(written, "top_p", options.topP());
        put(written, "top_k", options.topK());
        put(written, "min_p", options.minP());
        put(written, "repeat_penalty", options.repetitionPenalty());
        put(written, "presence_penalty", options.presencePenalty());
        put(written, "frequency_penalty", options.frequencyPenalty());
        if (options.seed() != null) {
            written.put("seed", options.seed());
        }
        if (!options.stop().isEmpty()) {
            ArrayNode stops = written.putArray("stop");
            options.stop().forEach(stops::add);
        }
        if (!written.isEmpty()) {
            body.set("options", written);
        }
        form(body, options.form());
        if (options.logprobs() != null) {
            body.put("logprobs", true).put("top_logprobs", options.logprobs());
        }
        // Otherwise it cuts a prompt that is too long without a word.
        body.put("truncate", options.truncation() instanceof Truncation.OldestTurns);
        options.extras()
                .parameters()
                .forEach((name, value) -> {
                    if (OWN.contains(name) && !body.has(name)) {
                        body.set(name, value);
                    }
                });
    }

    /** The names of what Ollama has no word for. */
    static List<String> ignored(TextOptions options, int choices) {
        List<String> names = new ArrayList<>();
        if (choices != 1) {
            names.add("n");
        }
        if (options.truncation() instanceof Truncation.LastTokens) {
            names.add("truncate_prompt_tokens");
        }
        boolean unknown =
                switch (options.form()) {
                    case AnswerForm.Free _, AnswerForm.AnyObject _, AnswerForm.Schema _ -> false;
                    case AnswerForm.Pattern _, AnswerForm.Choice _, AnswerForm.Grammar _ -> true;
                };
        if (unknown) {
            names.add("structured_outputs");
        }
        options.extras().parameters().keySet().stream()
                .filter(name -> !OWN.contains(name))
                .forEach(names::add);
        return names;
    }

    private static void form(ObjectNode body, AnswerForm form) {
        switch (form) {
            case AnswerForm.AnyObject _ -> body.put("format", "json");
            case AnswerForm.Schema(String _, JsonNode schema, boolean _) ->
                    body.set("format", schema);
            case AnswerForm.Free _,
                    AnswerForm.Pattern _,
                    AnswerForm.Choice _,
                    AnswerForm.Grammar _ -> {}
        }
    }

    private static void put(ObjectNode body, String key, @Nullable Integer value) {
        if (value != null) {
            body.put(key, value);
        }
    }

    private static void put(ObjectNode body, String key, @Nullable Double value) {
        if (value != null) {
            body.put(key, value);
        }
    }
}
