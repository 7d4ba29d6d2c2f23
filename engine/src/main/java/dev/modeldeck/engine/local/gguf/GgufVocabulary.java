package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;
import dev.modeldeck.engine.registry.format.gguf.GgufList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tokens of a GGUF file by their ids.
 *
 * @param kinds of the tokens
 * @param scores of the tokens, where SentencePiece made them; higher is joined sooner
 */
record GgufVocabulary(List<String> tokens, List<Kind> kinds, double[] scores) {

    /** What a token is for; the order is that of the numbers in the file, from 1. */
    enum Kind {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE
    }

    private static final String PREFIX = "tokenizer.ggml.";
    private static final Pattern RUN = Pattern.compile("[ " + SentencePieces.BAR + "]+");

    GgufVocabulary {
        tokens = List.copyOf(tokens);
        kinds = List.copyOf(kinds);
    }

    static GgufVocabulary read(GgufHead head) {
        List<String> tokens = head.list(PREFIX + "tokens").map(GgufList::texts).orElse(List.of());
        if (tokens.isEmpty()) {
            throw new EngineException(
                    new Problem.Damaged(
                            "The file holds no tokenizer (tokenizer.ggml.tokens). Download a complete version of the model.",
                            PREFIX + "tokens"));
        }
        double[] types = numbers(head, "token_type", tokens.size());
        List<Kind> kinds = Arrays.stream(types).mapToObj(GgufVocabulary::kind).toList();
        GgufVocabulary read =
                new GgufVocabulary(tokens, kinds, numbers(head, "scores", tokens.size()));
        return head.text(PREFIX + "model").orElse("").equals("llama") ? read.withRuns() : read;
    }

    /**
     * Runs of spaces are pieces like others, though Gemma's files say that people defined them, and
     * spell them as they come in texts.
     */
    private GgufVocabulary withRuns() {
        List<String> texts = new ArrayList<>(tokens);
        List<Kind> all = new ArrayList<>(kinds);
        for (int id = 0; id < texts.size(); id++) {
            if (all.get(id) == Kind.USER_DEFINED && RUN.matcher(texts.get(id)).matches()) {
                texts.set(id, texts.get(id).replace(" ", SentencePieces.BAR));
                all.set(id, Kind.NORMAL);
            }
        }
        return new GgufVocabulary(texts, all, scores);
    }

    private static double[] numbers(GgufHead head, String key, int count) {
        double[] numbers =
                head.list(PREFIX + key).map(GgufList::numbers).orElseGet(() -> new double[0]);
        return Arrays.copyOf(numbers, count);
    }

    private static Kind kind(double number) {
        int index = (int) number - 1;
        return index < 0 || index >= Kind.values().length ? Kind.NORMAL : Kind.values()[index];
    }

    int size() {
        return tokens.size();
    }

    /** The token that a key of the file names by its id. */
    Optional<String> named(GgufHead head, String key) {
        long id = head.whole(PREFIX + key).orElse(-1);
        return id < 0 || id >= size() ? Optional.empty() : Optional.of(tokens.get((int) id));
    }

    boolean isControl(int id) {
        return kinds.get(id) == Kind.CONTROL;
    }
}
