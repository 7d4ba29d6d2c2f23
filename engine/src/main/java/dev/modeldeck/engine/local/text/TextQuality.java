package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.PrivateMemory;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * How well a model predicts a text in one scheme of its weights, and how far its predictions are
 * from float32's. A text that is longer than the context is read in windows of equal size, each of
 * which begins anew.
 */
public final class TextQuality {

    /** The scheme that the others are held against. */
    public static final String EXACT = "f32";

    /** Tokens that are read at most; more would change no figure by much, and take long. */
    static final int MOST = 4096;

    private static final int FEWEST = 32;

    private static final String NO_NUMBERS =
            "In this data type the model computes no numbers. Choose another one.";

    /** Logits that are computed at once: 32 MB. */
    private static final int AT_ONCE = 1 << 23;

    /** Tokens of a step at most. */
    private static final int LONGEST_STEP = 256;

    /**
     * What was found.
     *
     * @param tokens of the text that were read
     * @param textTokens that the whole text has
     * @param perplexity the exponential of the mean negative log-likelihood of the tokens
     * @param divergence mean Kullback-Leibler divergence from float32, in nats
     * @param divergence99 its 99th percentile
     * @param sameTop share of the predictions with the same most likely token
     * @param memoryBytes of its own that the process took for the model
     */
    public record Figures(
            int tokens,
            int textTokens,
            double perplexity,
            double divergence,
            double divergence99,
            double sameTop,
            long memoryBytes) {}

    private final TextParts parts;
    private final ReadText text;
    private final PredictionTally tally;

    private TextQuality(TextParts parts, ReadText text, PredictionTally tally) {
        this.parts = parts;
        this.text = text;
        this.tally = tally;
    }

    /**
     * Loads the model, has it read the text and lets it go.
     *
     * @param spec whose context is the longest window
     * @param exact file for the logits of {@link #EXACT}, which is measured first and writes it;
     *     the other schemes read it
     * @throws EngineException if the model cannot be loaded in this scheme, or the text is too
     *     short
     */
    public static Figures measure(
            TextModel.Spec spec, String text, Path exact, LoadProgress progress) {
        TorchRuntime.start(spec.threads());
        long before = PrivateMemory.ofThisProcess();
        try (TextModel model =
                TextModel.open(spec, (fraction, what) -> progress.at(fraction / 2, what))) {
            long memory = PrivateMemory.ofThisProcess() - before;
            TextParts parts = model.parts();
            ReadText read = ReadText.of(text, parts, MOST);
            if (read.predictions() < FEWEST) {
                throw new EngineException(new Problem.Invalid(tooShort(read), "text"));
            }
            int width = parts.decoder().shape().vocabulary();
            try (LogitsFile file =
                    spec.dtype().equals(EXACT)
                            ? LogitsFile.write(exact, read.predictions(), width)
                            : LogitsFile.read(exact, width)) {
                PredictionTally tally =
                        spec.dtype().equals(EXACT)
                                ? PredictionTally.exact(file::put)
                                : PredictionTally.against(file::next);
                new TextQuality(parts, read, tally).read(progress);
                Figures figures = tally.figures(read, Math.max(0, memory));
                if (!Double.isFinite(figures.perplexity())) {
                    throw new EngineException(new Problem.Unsupported(NO_NUMBERS));
                }
                return figures;
            }
        }
    }

    private static String tooShort(ReadText read) {
        return "The text has only %d tokens. Take one of at least %d, better a page."
                .formatted(read.textTokens(), FEWEST + 1);
    }

    private void read(LoadProgress progress) {
        for (int[] window : text.windows()) {
            read(window, progress);
        }
    }

    /** The last token of a window is predicted, and predicts nothing. */
    private void read(int[] window, LoadProgress progress) {
        int end = window.length - 1;
        int width = parts.decoder().shape().vocabulary();
        int step = Math.clamp(AT_ONCE / width, 1, LONGEST_STEP);
        for (int from = 0; from < end; from += step) {
            int[] piece = Arrays.copyOfRange(window, from, Math.min(from + step, end));
            float[][] logits = parts.decoder().append(new Step(0, piece, from, piece.length, end));
            for (int i = 0; i < piece.length; i++) {
                tally.add(logits[i], window[from + i + 1]);
            }
            progress.at(0.5 + 0.5 * tally.count() / text.predictions(), "Reading the text");
        }
        parts.decoder().leave(0);
    }
}
