package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.tokens.TextTokenizer;
import dev.modeldeck.engine.local.tokens.Vocabulary;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a model has beside its decoder.
 *
 * @param template null for models that only complete texts
 * @param endIds tokens with which the model ends an answer
 * @param begin token with which every text begins; null if the model has none
 * @param generation {@code generation_config.json}; empty if there is none
 */
record TextAssets(
        TextTokenizer tokenizer,
        @Nullable ChatTemplate template,
        Set<Integer> endIds,
        @Nullable Integer begin,
        JsonNode generation) {

    static TextAssets open(Checkpoint files) {
        JsonNode texts = files.jsonIfPresent("tokenizer_config.json");
        JsonNode generation = files.jsonIfPresent("generation_config.json");
        TextTokenizer tokenizer = TextTokenizer.open(files);
        Map<String, String> special = specialTokens(texts);
        return new TextAssets(
                tokenizer,
                templateSource(files, texts, "default")
                        .map(source ->
                                new ChatTemplate(
                                        source,
                                        templateSource(files, texts, "tool_use").orElse(source),
                                        special))
                        .orElse(null),
                endIds(files.json("config.json"), generation, special, tokenizer.vocabulary()),
                id(special.get("bos_token"), tokenizer.vocabulary()).orElse(null),
                generation);
    }

    private static Optional<Integer> id(@Nullable String token, Vocabulary vocabulary) {
        return token == null
                ? Optional.empty()
                : vocabulary.special(token).stream().boxed().findFirst();
    }

    private static Map<String, String> specialTokens(JsonNode texts) {
        Map<String, String> tokens = new HashMap<>();
        texts.propertyStream()
                .filter(entry -> entry.getKey().endsWith("_token"))
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    String text = (value.isObject() ? value.path("content") : value).asString("");
                    if (!text.isEmpty() && !value.isBoolean()) {
                        tokens.put(entry.getKey(), text);
                    }
                });
        return tokens;
    }

    private static Set<Integer> endIds(
            JsonNode config,
            JsonNode generation,
            Map<String, String> special,
            Vocabulary vocabulary) {
        Set<Integer> ids = new HashSet<>();
        JsonNode stated =
                generation.hasNonNull("eos_token_id")
                        ? generation.path("eos_token_id")
                        : config.path("eos_token_id");
        if (stated.isArray()) {
            stated.forEach(id -> ids.add(id.asInt()));
        } else if (stated.isNumber()) {
            ids.add(stated.asInt());
        }
        id(special.get("eos_token"), vocabulary).ifPresent(ids::add);
        return Set.copyOf(ids);
    }

    /**
     * A file of its own goes before tokenizer_config.json, where it may be one or a list of named
     * ones.
     */
    private static Optional<String> templateSource(Checkpoint files, JsonNode texts, String name) {
        Optional<byte[]> file = files.file("chat_template.jinja");
        if (file.isPresent()) {
            return file.map(content -> new String(content, StandardCharsets.UTF_8));
        }
        JsonNode template = texts.path("chat_template");
        if (template.isArray()) {
            return template.valueStream()
                    .filter(entry -> entry.path("name").asString("").equals(name))
                    .map(entry -> entry.path("template").asString())
                    .findFirst();
        }
        return template.isString() ? Optional.of(template.asString()) : Optional.empty();
    }
}
