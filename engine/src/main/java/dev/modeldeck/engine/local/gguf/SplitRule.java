package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;

import java.util.List;
import java.util.Set;

/**
 * How texts are cut into words before bytes are joined: files name a rule, of which Hugging Face's
 * tokenizers state the patterns.
 *
 * @param names of the rule in files
 * @param patterns that are cut out, one after the other
 * @param asGpt2 whether what is left is cut as GPT-2 does
 * @param wholeWords whether a word that is a token is taken as it is
 * @param composes whether texts are composed first (NFC)
 * @param begins whether texts begin with a token of their own where the file does not say
 */
record SplitRule(
        Set<String> names,
        List<String> patterns,
        boolean asGpt2,
        boolean wholeWords,
        boolean composes,
        boolean begins) {

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String WORDS_AND_SIGNS =
            CONTRACTIONS
                    + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|DIGITS| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
                    + SPACES;

    /** A word in capitals, or one that goes on in small letters. */
    private static final String CASED =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+END"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*END"
                    + "|DIGITS| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|"
                    + SPACES;

    private static final String DIGIT = "\\p{N}";
    private static final String UP_TO_THREE_DIGITS = "\\p{N}{1,3}";
    private static final String CHINESE = "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+";

    private static final SplitRule LLAMA_3 =
            new SplitRule(
                    Set.of("llama-bpe", "llama3", "llama-v3", "falcon3", "lfm2"),
                    List.of(WORDS_AND_SIGNS.replace("DIGITS", UP_TO_THREE_DIGITS)),
                    false,
                    true,
                    false,
                    true);

    private static final SplitRule QWEN_2 =
            new SplitRule(
                    Set.of("qwen2"),
                    List.of(WORDS_AND_SIGNS.replace("DIGITS", DIGIT)),
                    false,
                    false,
                    true,
                    false);

    private static final SplitRule DEFAULT =
            new SplitRule(
                    Set.of("default", ""),
                    List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", DIGIT + "+", "[0-9][0-9][0-9]"),
                    true,
                    false,
                    false,
                    false);

    private static final List<SplitRule> ALL =
            List.of(
                    LLAMA_3,
                    QWEN_2,
                    new SplitRule(
                            Set.of("deepseek-r1-qwen", "megrez"),
                            QWEN_2.patterns(),
                            false,
                            false,
                            false,
                            false),
                    new SplitRule(
                            Set.of("dbrx", "smaug-bpe", "glm4", "chatglm-bpe"),
                            LLAMA_3.patterns(),
                            false,
                            false,
                            false,
                            false),
                    new SplitRule(
                            Set.of("smollm", "starcoder", "refact", "codeshell", "minerva-7b"),
                            List.of(DIGIT),
                            true,
                            false,
                            false,
                            false),
                    new SplitRule(
                            Set.of("gpt-2", "phi-2", "mpt", "olmo", "gigachat", "trillion"),
                            List.of(),
                            true,
                            false,
                            false,
                            false),
                    new SplitRule(
                            Set.of("tekken"),
                            List.of(CASED.replace("DIGITS", DIGIT).replace("END", "")),
                            false,
                            true,
                            false,
                            true),
                    new SplitRule(
                            Set.of("gpt-4o", "llama4", "kanana2"),
                            List.of(
                                    CASED.replace("DIGITS", UP_TO_THREE_DIGITS)
                                            .replace("END", CONTRACTIONS + "?")),
                            false,
                            false,
                            false,
                            false),
                    new SplitRule(
                            Set.of("deepseek-coder"),
                            List.of("[\r\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", CHINESE, DIGIT),
                            false,
                            false,
                            false,
                            false),
                    DEFAULT);

    static SplitRule of(GgufHead head) {
        String name = head.text("tokenizer.ggml.pre").orElse("");
        SplitRule stated =
                ALL.stream()
                        .filter(rule -> rule.names().contains(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
        // Early files leave it open, where the family allows one rule only.
        return stated == DEFAULT && head.architecture().startsWith("qwen") ? QWEN_2 : stated;
    }

    private static EngineException unknown(String name) {
        return new EngineException(
                new Problem.Unsupported(
                        "The file's tokenizer cuts texts by the rule \"%s\", which Modeldeck does not know. Register the Hugging Face folder that it was made from."
                                .formatted(name)));
    }
}
