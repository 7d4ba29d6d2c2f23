package dev.modeldeck.engine.local.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** From the vectors of tokens to the vector of a text, as the folder's modules say. */
class EncoderHeadTest {

    private static final String TEXT = "hello world, what is a query";

    @TempDir Path folder;
    private OpenEncoder encoder;

    @BeforeEach
    void prepare() {
        encoder = new OpenEncoder(folder);
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    @Test
    void all_ways_of_pooling_agree_with_the_reference() {
        TinyEncoder model = TinyEncoders.encoder("distilbert", 0, folder);
        TinyEncoders.modules(folder, "Pooling");
        String all =
                "\"pooling_mode_cls_token\": true, \"pooling_mode_max_tokens\": true,"
                        + " \"pooling_mode_mean_tokens\": true, \"pooling_mode_mean_sqrt_len_tokens\": true,"
                        + " \"pooling_mode_weightedmean_tokens\": true, \"pooling_mode_lasttoken\": true";
        TinyEncoders.pooling(folder, all);
        double[][] x = encoder.states(model, encoder.tokens(TEXT));
        double[] mean = ReferenceHead.mean(x, 0);
        List<Double> expected = new ArrayList<>();
        ReferenceHead.add(expected, x[0]);
        ReferenceHead.add(expected, ReferenceHead.max(x));
        ReferenceHead.add(expected, mean);
        ReferenceHead.add(expected, ReferenceHead.scaled(mean, Math.sqrt(x.length)));
        ReferenceHead.add(expected, ReferenceHead.weightedMean(x));
        ReferenceHead.add(expected, x[x.length - 1]);
        float[] found = encoder.embed(List.of(text(TEXT)), options()).vectors().getFirst();
        double[] whole = expected.stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(found).hasSize(6 * TinyEncoder.HIDDEN);
        assertThat(ReferenceEncoder.distance(found, whole)).isLessThan(1e-5);
    }

    @Test
    void a_dense_module_and_a_word_for_the_pooling_are_followed() {
        TinyEncoder model = TinyEncoders.encoder("mpnet", 0, folder);
        TinyEncoders.modules(folder, "Pooling", "Dense", "Normalize");
        TinyEncoders.pooling(folder, "\"pooling_mode\": [\"cls\"]");
        TinyEncoder.Weight weight =
                TinyEncoders.matrix(6, TinyEncoder.HIDDEN, model.values("0.query.weight"));
        float[] bias = {0.1f, -0.2f, 0.3f, 0, 0.5f, -0.5f};
        TinyEncoders.dense(folder.resolve("2_Dense"), weight, bias);
        double[] expected =
                ReferenceEncoder.linear(
                        encoder.states(model, encoder.tokens(TEXT))[0], weight.values(), bias);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.tanh(expected[i]);
        }
        float[] found = encoder.embed(List.of(text(TEXT)), options()).vectors().getFirst();
        assertThat(ReferenceEncoder.distance(found, ReferenceHead.unit(expected))).isLessThan(1e-5);
    }

    @Test
    void fewer_dimensions_are_the_first_ones_at_the_length_of_the_whole() {
        TinyEncoders.embedder(folder);
        float[] whole = encoder.embed(List.of(text(TEXT)), options()).vectors().getFirst();
        float[] some =
                encoder.embed(
                                List.of(text(TEXT)),
                                new EmbeddingOptions(8, null, ReadingOptions.WHOLE))
                        .vectors()
                        .getFirst();
        double[] start = new double[8];
        Arrays.setAll(start, i -> whole[i]);
        assertThat(ReferenceEncoder.distance(some, ReferenceHead.unit(start))).isLessThan(1e-6);
        OpenEncoder.assertRefused(
                () ->
                        encoder.embed(
                                List.of(text(TEXT)),
                                new EmbeddingOptions(33, null, ReadingOptions.WHOLE)),
                "This model's vectors have 32 numbers, so 33 cannot be kept of them.");
    }

    @Test
    void a_prompt_that_does_not_count_is_left_out_of_the_pooling() {
        TinyEncoder model = TinyEncoders.embedder("bert", folder);
        TinyEncoders.pooling(
                folder,
                "\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true,"
                        + " \"include_prompt\": false");
        TinyEncoders.json(
                folder.resolve("config_sentence_transformers.json"),
                Map.of("prompts", Map.of("query", "query "), "default_prompt_name", "query"));
        double[][] x = encoder.states(model, encoder.tokens("query hello world"));
        List<Double> both = new ArrayList<>();
        ReferenceHead.add(both, x[0]); // the first token stands for all, also for the prompt
        ReferenceHead.add(both, ReferenceHead.mean(x, 2));
        double[] expected =
                ReferenceHead.unit(both.stream().mapToDouble(Double::doubleValue).toArray());
        var found = encoder.embed(List.of(text("hello world"), text("good")), options()).vectors();
        assertThat(ReferenceEncoder.distance(found.getFirst(), expected)).isLessThan(1e-5);
    }

    private static Prompt text(String text) {
        return new Prompt.Text(text);
    }

    private static EmbeddingOptions options() {
        return EmbeddingOptions.defaults();
    }
}
