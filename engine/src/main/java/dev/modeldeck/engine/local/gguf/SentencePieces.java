package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.local.gguf.GgufVocabulary.Kind;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SentencePiece's byte-pair encoding, as Llama 2 has it: spaces are bars, pieces are joined by
 * score, and what no piece spells falls back to bytes. Files keep scores where Hugging Face keeps
 * merges; a merge's rank is the score of what it makes.
 */
record SentencePieces(GgufHead head, GgufVocabulary vocabulary) {

    /** Stands for a space. */
    static final String BAR = "\u2581";

    private record Merge(int left, int right, double score) {}

    void describe(ObjectNode tokenizer) {
        boolean prefixed = head.flag("tokenizer.ggml.add_space_prefix").orElse(true);
        normalise(tokenizer.putObject("normalizer"), prefixed);
        decode(tokenizer.putObject("decoder"), prefixed);
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        int unknown = vocabulary.kinds().indexOf(Kind.UNKNOWN);
        if (unknown >= 0) {
            model.put("unk_token", vocabulary.tokens().get(unknown));
        }
        model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        for (Merge merge : merges()) {
            merges.addArray()
                    .add(vocabulary.tokens().get(merge.left()))
                    .add(vocabulary.tokens().get(merge.right()));
        }
    }

    private static void normalise(ObjectNode normalizer, boolean prefixed) {
        ArrayNode steps = normalizer.put("type", "Sequence").putArray("normalizers");
        if (prefixed) {
            steps.addObject().put("type", "Prepend").put("prepend", BAR);
        }
        replace(steps, " ", BAR);
    }

    private static void decode(ObjectNode decoder, boolean prefixed) {
        ArrayNode steps = decoder.put("type", "Sequence").putArray("decoders");
        replace(steps, BAR, " ");
        steps.addObject().put("type", "ByteFallback");
        steps.addObject().put("type", "Fuse");
        if (prefixed) {
            steps.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
    }

    private static void replace(ArrayNode steps, String from, String to) {
        ObjectNode step = steps.addObject().put("type", "Replace").put("content", to);
        step.putObject("pattern").put("String", from);
    }

    /** Every way to put a piece together from two, best piece first. */
    private List<Merge> merges() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (joins(id)) {
                ids.put(vocabulary.tokens().get(id), id);
            }
        }
        List<Merge> merges = new ArrayList<>();
        ids.forEach((piece, id) -> {
            for (int at = piece.offsetByCodePoints(0, 1);
                    at < piece.length();
                    at = piece.offsetByCodePoints(at, 1)) {
                Integer left = ids.get(piece.substring(0, at));
                Integer right = ids.get(piece.substring(at));
                if (left != null && right != null) {
                    merges.add(new Merge(left, right, vocabulary.scores()[id]));
                }
            }
        });
        merges.sort(
                Comparator.comparingDouble((Merge merge) -> -merge.score())
                        .thenComparingInt(Merge::left)
                        .thenComparingInt(Merge::right));
        return merges;
    }

    private boolean joins(int id) {
        return vocabulary.kinds().get(id) == Kind.NORMAL && !vocabulary.tokens().get(id).isEmpty();
    }
}
