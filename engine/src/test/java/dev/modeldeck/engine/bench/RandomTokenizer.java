package dev.modeldeck.engine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A byte-level tokenizer of any size: every byte, and then words that nobody has heard of. */
final class RandomTokenizer {

    private static final int BYTES = 256;

    private RandomTokenizer() {}

    /** The content of {@code tokenizer.json}. */
    static Map<String, Object> json(int size) {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < size; id++) {
            vocabulary.put(token(id), id);
        }
        Map<String, Object> bytes =
                Map.of(
                        "type",
                        "ByteLevel",
                        "add_prefix_space",
                        false,
                        "trim_offsets",
                        true,
                        "use_regex",
                        true);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("vocab", vocabulary);
        model.put("merges", List.of());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("added_tokens", List.of());
        json.put("pre_tokenizer", bytes);
        json.put("decoder", bytes);
        json.put("model", model);
        return json;
    }

    /** How a token is written: the signs that stand for bytes first, as GPT-2 has them. */
    static String token(int id) {
        return id < BYTES ? Character.toString(sign(id)) : "Ġw" + id;
    }

    private static int sign(int index) {
        int printable = 0;
        for (int value = 0; value < BYTES; value++) {
            boolean shown =
                    value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
            int sign = shown ? value : BYTES + value - printable;
            printable += shown ? 1 : 0;
            if (value == index) {
                return sign;
            }
        }
        throw new IllegalArgumentException("There is no byte " + index);
    }
}
