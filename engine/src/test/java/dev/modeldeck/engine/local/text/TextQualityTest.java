package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The figures, against the same ones computed plainly with an independent decoder. */
class TextQualityTest {

    /** Without any of the pairs of bytes that are one token. */
    private static final String TEXT =
            "Bread needs flour, water, salt, yeast and some hours. ".repeat(4);

    /** The text has 216 tokens, so it is read in two windows of 108. */
    private static final int CONTEXT = 120;

    @TempDir Path folder;

    @Test
    void perplexity_is_that_of_an_independent_decoder() throws Exception {
        TinyModel model = write("one", 3);
        TextQuality.Figures figures = measure("one", "f32", TEXT);
        assertThat(figures.tokens()).isEqualTo(figures.textTokens()).isEqualTo(TEXT.length());
        assertThat(figures.perplexity()).isCloseTo(perplexity(model), within(0.01));
        assertThat(figures.divergence()).isZero();
        assertThat(figures.divergence99()).isZero();
        assertThat(figures.sameTop()).isEqualTo(1);
    }

    /** Another model stands for the scheme: what was rounded away could be too little to see. */
    @Test
    void divergence_from_float32_is_that_of_two_independent_decoders() throws Exception {
        TinyModel exact = write("one", 3);
        TinyModel other = write("two", 4);
        measure("one", "f32", TEXT);
        TextQuality.Figures figures = measure("two", "fp16", TEXT);
        double[] divergences = divergences(exact, other);
        Arrays.sort(divergences);
        assertThat(divergences).hasSize(214);
        assertThat(figures.perplexity()).isCloseTo(perplexity(other), within(0.01));
        assertThat(figures.divergence())
                .isCloseTo(Arrays.stream(divergences).average().orElseThrow(), within(1e-4));
        assertThat(figures.divergence99()).isCloseTo(divergences[211], within(1e-3));
        assertThat(figures.sameTop()).isCloseTo(sameTop(exact, other), within(0.02));
    }

    @Test
    void a_text_that_is_too_long_is_read_in_part_and_that_is_told() throws Exception {
        write("one", 3);
        TextQuality.Figures figures = measure("one", "f32", "0123456789".repeat(500));
        assertThat(figures.tokens()).isEqualTo(TextQuality.MOST);
        assertThat(figures.textTokens()).isEqualTo(5000);
    }

    @Test
    void a_text_of_a_few_words_is_refused() throws Exception {
        write("one", 3);
        assertThatThrownBy(() -> measure("one", "f32", "Too few words"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(Problem.Invalid.class);
                            assertThat(e.problem().message()).contains("13 tokens", "at least 33");
                        });
    }

    @Test
    void a_scheme_that_reads_more_than_float32_did_is_not_measured() throws Exception {
        write("one", 3);
        measure("one", "f32", TEXT);
        assertThatThrownBy(() -> measure("one", "fp16", TEXT + TEXT))
                .hasMessageContaining("Measure again");
    }

    private TinyModel write(String name, long seed) throws IOException {
        TinyModel model = new TinyModel(TinyModels.config(Map.of("model_type", "llama")), seed);
        model.write(folder.resolve(name), "F16", 1);
        TinyModels.tokenizer(folder.resolve(name));
        return model;
    }

    private TextQuality.Figures measure(String name, String scheme, String text) {
        return TextQuality.measure(
                new TextModel.Spec(
                        folder.resolve(name), "cpu", scheme, 1L << 30, CONTEXT, 1, 1, null),
                text,
                folder.resolve("exact"),
                (_, _) -> {});
    }

    private static List<int[]> windows() {
        int[] ids = TinyModels.bytes(TEXT);
        return List.of(Arrays.copyOf(ids, 108), Arrays.copyOfRange(ids, 108, 216));
    }

    private static double perplexity(TinyModel model) {
        List<Double> surprises = new ArrayList<>();
        for (int[] window : windows()) {
            List<double[]> predicted = predictions(model, window);
            IntStream.range(0, predicted.size())
                    .forEach(i -> surprises.add(-Math.log(predicted.get(i)[window[i + 1]])));
        }
        return Math.exp(surprises.stream().mapToDouble(s -> s).average().orElseThrow());
    }

    private static double[] divergences(TinyModel exact, TinyModel other) {
        return windows().stream()
                .flatMapToDouble(window -> {
                    List<double[]> p = predictions(exact, window);
                    List<double[]> q = predictions(other, window);
                    return IntStream.range(0, p.size())
                            .mapToDouble(i -> divergence(p.get(i), q.get(i)));
                })
                .toArray();
    }

    private static double divergence(double[] p, double[] q) {
        return IntStream.range(0, p.length).mapToDouble(i -> p[i] * Math.log(p[i] / q[i])).sum();
    }

    private static double sameTop(TinyModel exact, TinyModel other) {
        return windows().stream()
                .flatMap(window -> {
                    List<double[]> p = predictions(exact, window);
                    List<double[]> q = predictions(other, window);
                    return IntStream.range(0, p.size())
                            .mapToObj(i -> top(p.get(i)) == top(q.get(i)) ? 1 : 0);
                })
                .mapToInt(one -> one)
                .average()
                .orElseThrow();
    }

    private static int top(double[] of) {
        return IntStream.range(0, of.length).reduce((a, b) -> of[b] > of[a] ? b : a).orElseThrow();
    }

    /** Probabilities of what follows each token but the last. */
    private static List<double[]> predictions(TinyModel model, int[] window) {
        return new ReferenceDecoder(model)
                .logits(window).stream()
                        .limit(window.length - 1)
                        .map(TextQualityTest::probabilities)
                        .toList();
    }

    private static double[] probabilities(float[] logits) {
        double[] weights = new double[logits.length];
        Arrays.setAll(weights, i -> Math.exp(logits[i]));
        double all = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / all).toArray();
    }
}
