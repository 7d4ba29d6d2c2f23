package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufHead;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Chat template, special tokens and defaults, as Hugging Face keeps them beside a tokenizer. */
final class GgufTexts {

    private static final String PREFIX = "tokenizer.ggml.";

    private static final List<String> SPECIAL = List.of("bos", "eos", "unknown", "padding");

    /** Ends of an answer that the file names. */
    private static final List<String> ENDS = List.of("eos", "eot", "eom");

    /**
     * Ends of a turn by their name. Files name one end only, mostly that of a text, where the
     * template of the model has another.
     */
    private static final Set<String> TURN_ENDS =
            Set.of(
                    "<|im_end|>",
                    "<|eot_id|>",
                    "<|eom_id|>",
                    "<|end_of_text|>",
                    "<|endoftext|>",
                    "<|end|>",
                    "<|EOT|>",
                    "<end_of_turn>",
                    "</s>",
                    "<｜end▁of▁sentence｜>");

    /** What llama.cpp calls the settings that Hugging Face keeps in generation_config.json. */
    private static final Map<String, String> SAMPLING =
            Map.of(
                    "temp", "temperature",
                    "top_k", "top_k",
                    "top_p", "top_p",
                    "min_p", "min_p",
                    "penalty_repeat", "repetition_penalty");

    /** Where the file has chat templates, and what Hugging Face calls them. */
    private static final Map<String, String> TEMPLATES =
            Map.of(
                    "tokenizer.chat_template", "default",
                    "tokenizer.chat_template.tool_use", "tool_use");

    private GgufTexts() {}

    /** The {@code tokenizer_config.json}. */
    static ObjectNode texts(GgufHead head, GgufVocabulary vocabulary) {
        ObjectNode texts = JsonNodeFactory.instance.objectNode();
        for (String name : SPECIAL) {
            String key =
                    switch (name) {
                        case "unknown" -> "unk_token";
                        case "padding" -> "pad_token";
                        default -> name + "_token";
                    };
            vocabulary.named(head, name + "_token_id").ifPresent(token -> texts.put(key, token));
        }
        ArrayNode templates = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
            head.text(template.getKey())
                    .ifPresent(text ->
                            templates
                                    .addObject()
                                    .put("name", template.getValue())
                                    .put("template", text));
        }
        if (!templates.isEmpty()) {
            texts.set("chat_template", templates);
        }
        return texts;
    }

    /** The {@code generation_config.json}. */
    static ObjectNode generation(GgufHead head, GgufVocabulary vocabulary) {
        Set<Integer> ends = new TreeSet<>();
        for (String name : ENDS) {
            head.whole(PREFIX + name + "_token_id").ifPresent(id -> ends.add((int) id));
        }
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.isControl(id) && TURN_ENDS.contains(vocabulary.tokens().get(id))) {
                ends.add(id);
            }
        }
        ObjectNode generation = JsonNodeFactory.instance.objectNode();
        ends.forEach(generation.putArray("eos_token_id")::add);
        SAMPLING.forEach((name, huggingFace) ->
                head.decimal("general.sampling." + name)
                        .ifPresent(value -> generation.put(huggingFace, value)));
        return generation;
    }
}
