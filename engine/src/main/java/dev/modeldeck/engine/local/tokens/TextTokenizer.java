package dev.modeldeck.engine.local.tokens;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.checkpoint.ModelFolder;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Hugging Face's own tokenizer over a model's {@code tokenizer.json}. */
public final class TextTokenizer implements AutoCloseable {

    private static final String FILE = "tokenizer.json";

    private static final Map<String, String> WHOLE_TEXTS =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private volatile int longest = -1;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /** The tokenizer of a Hugging Face folder. */
    public static TextTokenizer open(Path folder) {
        return open(new ModelFolder(folder));
    }

    public static TextTokenizer open(Checkpoint files) {
        TorchRuntime.stayOffline();
        JsonNode content = files.json(FILE);
        byte[] bytes = files.file(FILE).orElseThrow();
        try {
            return new TextTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), WHOLE_TEXTS),
                    new Vocabulary(content));
        } catch (IOException | ai.djl.engine.EngineException e) {
            throw new EngineException(
                    new Problem.Damaged(
                            "tokenizer.json cannot be used: %s. Download the model again."
                                    .formatted(e.getMessage()),
                            FILE),
                    e);
        }
    }

    /**
     * Tokens that the text has at least; quickly told, where counting megabytes takes seconds. The
     * whole vocabulary is looked at when this is first asked, not when a model is loaded.
     */
    public int atLeast(String text) {
        int most = longest < 0 ? vocabulary.longest() : longest;
        longest = most;
        return most == 0 ? 0 : (int) (Utf8.size(text) / most);
    }

    /**
     * @param special whether the tokens are added with which the model expects every text to begin
     */
    public int[] encode(String text, boolean special) {
        return narrow(tokenizer.encode(text, special, false).getIds());
    }

    /** A text as the model expects it, with the tokens that are added to every text. */
    public Tokens tokens(String text) {
        return tokens(tokenizer.encode(text, true, false));
    }

    /** Two texts that are read as one, as the model expects them. */
    public Tokens tokens(String first, String second) {
        return tokens(tokenizer.encode(first, second, true, false));
    }

    private static Tokens tokens(Encoding encoding) {
        int[] added = narrow(encoding.getSpecialTokenMask());
        int[] texts = narrow(encoding.getSequenceIds());
        for (int i = 0; i < texts.length; i++) {
            texts[i] = added[i] == 1 ? -1 : texts[i];
        }
        return new Tokens(narrow(encoding.getIds()), narrow(encoding.getTypeIds()), texts);
    }

    private static int[] narrow(long[] values) {
        int[] result = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (int) values[i];
        }
        return result;
    }

    /** The text of some tokens; special ones are left out. */
    public String decode(int[] ids, int from, int to) {
        long[] wide = new long[to - from];
        for (int i = from; i < to; i++) {
            wide[i - from] = ids[i];
        }
        return tokenizer.decode(wide, true);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
