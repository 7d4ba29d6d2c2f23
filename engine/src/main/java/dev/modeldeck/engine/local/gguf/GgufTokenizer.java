package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.gguf.GgufVocabulary.Kind;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Writes the {@code tokenizer.json} that a model would have in a Hugging Face folder, so that the
 * same code reads the texts of all models.
 */
final class GgufTokenizer {

    private static final String PREFIX = "tokenizer.ggml.";

    private final GgufHead head;
    private final GgufVocabulary vocabulary;
    private final ObjectNode tokenizer = JsonNodeFactory.instance.objectNode();

    private GgufTokenizer(GgufHead head, GgufVocabulary vocabulary) {
        this.head = head;
        this.vocabulary = vocabulary;
    }

    /** Refuses tokenizers of kinds that are not known. */
    static void check(GgufHead head) {
        switch (kind(head)) {
            case "llama" -> {}
            case "gpt2" -> SplitRule.of(head);
            default ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "The file's tokenizer is of the kind \"%s\", which Modeldeck does not read from GGUF. Register the Hugging Face folder that it was made from."
                                            .formatted(kind(head))));
        }
    }

    private static String kind(GgufHead head) {
        return head.text(PREFIX + "model").orElse("none");
    }

    static ObjectNode json(GgufHead head, GgufVocabulary vocabulary) {
        check(head);
        GgufTokenizer all = new GgufTokenizer(head, vocabulary);
        all.tokenizer.put("version", "1.0");
        all.addedTokens();
        if (kind(head).equals("llama")) {
            new SentencePieces(head, vocabulary).describe(all.tokenizer);
            all.frame(true);
        } else {
            SplitRule rule = SplitRule.of(head);
            new BytePairs(head, vocabulary, rule).describe(all.tokenizer);
            all.frame(rule.begins());
        }
        return all.tokenizer;
    }

    /** Tokens that are found in a text before anything else is. */
    private void addedTokens() {
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (int id = 0; id < vocabulary.size(); id++) {
            Kind kind = vocabulary.kinds().get(id);
            if (kind == Kind.CONTROL || kind == Kind.UNKNOWN || kind == Kind.USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", vocabulary.tokens().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", kind != Kind.USER_DEFINED);
            }
        }
    }

    /**
     * What stands before and after every text.
     *
     * @param begins whether there is a first token where the file does not say
     */
    private void frame(boolean begins) {
        List<String> before = token("add_bos_token", begins, "bos_token_id");
        List<String> after = token("add_eos_token", false, "eos_token_id");
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        ObjectNode frame = tokenizer.putObject("post_processor");
        frame.put("type", "TemplateProcessing");
        ArrayNode single = frame.putArray("single");
        before.forEach(token -> special(single, token));
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        after.forEach(token -> special(single, token));
        ArrayNode pair = frame.putArray("pair");
        pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        ObjectNode tokens = frame.putObject("special_tokens");
        before.forEach(token -> id(tokens, token));
        after.forEach(token -> id(tokens, token));
    }

    private List<String> token(String wanted, boolean otherwise, String key) {
        return head.flag(PREFIX + wanted).orElse(otherwise)
                ? vocabulary.named(head, key).stream().toList()
                : List.of();
    }

    private static void special(ArrayNode parts, String token) {
        parts.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
    }

    private void id(ObjectNode tokens, String token) {
        ObjectNode one = tokens.putObject(token).put("id", token);
        one.putArray("ids").add(vocabulary.tokens().indexOf(token));
        one.putArray("tokens").add(token);
    }
}
