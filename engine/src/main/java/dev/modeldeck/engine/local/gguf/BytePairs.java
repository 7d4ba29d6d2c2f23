package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;
import dev.modeldeck.engine.registry.format.gguf.GgufList;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Set;

/** Byte-level byte-pair encoding, as GPT-2 began it: bytes spelt as letters, joined by merges. */
record BytePairs(GgufHead head, GgufVocabulary vocabulary, SplitRule rule) {

    void describe(ObjectNode tokenizer) {
        if (rule.composes()) {
            tokenizer.putObject("normalizer").put("type", "NFC");
        }
        ObjectNode split = tokenizer.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = split.putArray("pretokenizers");
        rule.patterns().forEach(pattern -> isolate(steps, pattern));
        byteLevel(steps.addObject(), rule.asGpt2());
        byteLevel(tokenizer.putObject("decoder"), true);
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        model.put("fuse_unk", false).put("byte_fallback", false);
        model.put("ignore_merges", rule.wholeWords());
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        List<String> merges =
                head.list("tokenizer.ggml.merges").map(GgufList::texts).orElse(List.of());
        check(merges);
        merges.forEach(model.putArray("merges")::add);
    }

    /** The tokenizer would say less clearly what is wrong with them. */
    private void check(List<String> merges) {
        Set<String> tokens = Set.copyOf(vocabulary.tokens());
        for (String merge : merges) {
            int space = merge.indexOf(' ', 1);
            if (space < 0
                    || !tokens.contains(merge.substring(0, space))
                    || !tokens.contains(merge.substring(space + 1))) {
                throw new EngineException(
                        new Problem.Damaged(
                                "The file's tokenizer cannot be used: it joins \"%s\", which are not among its tokens. Download it again."
                                        .formatted(merge),
                                "tokenizer.ggml.merges"));
            }
        }
    }

    private static void isolate(ArrayNode steps, String pattern) {
        ObjectNode step = steps.addObject().put("type", "Split");
        step.putObject("pattern").put("Regex", pattern);
        step.put("behavior", "Isolated").put("invert", false);
    }

    private static void byteLevel(ObjectNode step, boolean split) {
        step.put("type", "ByteLevel").put("add_prefix_space", false);
        step.put("trim_offsets", true).put("use_regex", split);
    }
}
