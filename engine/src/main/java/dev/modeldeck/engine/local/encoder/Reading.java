package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.registry.TokenizerFiles;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a model wants texts.
 *
 * @param longest most tokens of a text, those included that the tokenizer adds
 * @param lowerCase whether texts are put into lower case first
 * @param prompts texts to be put before a text, by name
 * @param defaultPrompt name of the one that is put where none is asked for; empty for none
 */
record Reading(int longest, boolean lowerCase, Map<String, String> prompts, String defaultPrompt) {

    /** Where sentence-transformers looks for the encoder's settings, by the first names it had. */
    private static final List<String> SETTINGS =
            List.of(
                    "sentence_bert_config.json",
                    "sentence_roberta_config.json",
                    "sentence_distilbert_config.json",
                    "sentence_camembert_config.json",
                    "sentence_xlm-roberta_config.json",
                    "sentence_mpnet_config.json");

    Reading {
        prompts = Map.copyOf(prompts);
    }

    /**
     * @param positions most tokens that have a position
     */
    static Reading of(Path folder, int positions) {
        JsonNode settings =
                SETTINGS.stream()
                        .map(folder::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .map(JsonFiles::read)
                        .orElseGet(() -> JsonFiles.readIfPresent(folder.resolve(SETTINGS.get(0))));
        JsonNode tokenizer =
                JsonFiles.readIfPresent(TokenizerFiles.find(folder, "tokenizer_config.json"));
        JsonNode sentences =
                JsonFiles.readIfPresent(folder.resolve("config_sentence_transformers.json"));
        int longest =
                limit(
                        settings.path("max_seq_length"),
                        limit(tokenizer.path("model_max_length"), positions));
        Map<String, String> prompts = new LinkedHashMap<>();
        sentences
                .path("prompts")
                .propertyStream()
                .forEach(prompt -> prompts.put(prompt.getKey(), prompt.getValue().asString("")));
        return new Reading(
                Math.min(longest, positions),
                settings.path("do_lower_case").asBoolean(false),
                prompts,
                sentences.path("default_prompt_name").asString(""));
    }

    /** Some files have 10³⁰ for "any". */
    private static int limit(JsonNode stated, int otherwise) {
        return stated.isNumber() && stated.asDouble() >= 1 && stated.asDouble() <= otherwise
                ? stated.asInt()
                : otherwise;
    }

    Reading atMost(int tokens) {
        return new Reading(Math.min(longest, tokens), lowerCase, prompts, defaultPrompt);
    }
}
