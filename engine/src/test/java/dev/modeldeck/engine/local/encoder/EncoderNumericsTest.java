package dev.modeldeck.engine.local.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.ThisProcessor;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * The numeric contract of every family: vectors and classes agree with the plain reference, and
 * those of a text do not depend on its company.
 */
class EncoderNumericsTest {

    private static final int VOCABULARY = 90;
    private static final Precision F32 = new Precision(LinearKernel.PLAIN, TensorType.FLOAT32);
    private static final Precision F32_PACKED =
            new Precision(LinearKernel.PACKED, TensorType.FLOAT32);
    private static final Precision BF16 = new Precision(LinearKernel.PACKED, TensorType.BFLOAT16);
    private static final Precision BF16_PLAIN =
            new Precision(LinearKernel.PLAIN, TensorType.BFLOAT16);
    private static final Precision HALF_WEIGHTS =
            new Precision(LinearKernel.HALF_WEIGHTS, TensorType.FLOAT32);
    private static final Precision INT8 = new Precision(LinearKernel.INT8, TensorType.FLOAT32);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "xlm-roberta", "distilbert", "mpnet"})
    void vectors_agree_with_the_reference(String type) {
        TinyEncoder model = new TinyEncoder(type, VOCABULARY, 0, Map.of()).write(folder, "F32");
        ReferenceEncoder reference = new ReferenceEncoder(model);
        Function<Row, double[]> expected =
                row -> ReferenceHead.mean(reference.states(row.ids(), row.kinds()), 0);
        agree(model, F32, expected, 1e-5);
        agree(model, F32_PACKED, expected, 1e-5);
        model.write(folder, "BF16");
        agree(model, F32, expected, 1e-5);
        agree(model, bfloat16(), expected, 2e-2);
        agree(model, BF16_PLAIN, expected, 2e-2);
        agree(model, INT8, expected, ThisProcessor.inEightBits(6e-2));
        model.write(folder, "F16");
        agree(model, HALF_WEIGHTS, expected, 1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "xlm-roberta", "distilbert", "mpnet"})
    void classes_agree_with_the_reference(String type) {
        TinyEncoder model = new TinyEncoder(type, VOCABULARY, 3, Map.of()).write(folder, "F32");
        ReferenceEncoder reference = new ReferenceEncoder(model);
        Function<Row, double[]> expected = row -> reference.logits(row.ids(), row.kinds());
        agree(model, F32, expected, 1e-5);
        agree(model, bfloat16(), expected, 2e-2);
    }

    @Test
    void distances_beyond_all_buckets_agree() {
        Map<String, Object> longer = Map.of("max_position_embeddings", 302);
        TinyEncoder model = new TinyEncoder("mpnet", VOCABULARY, 0, longer).write(folder, "F32");
        ReferenceEncoder reference = new ReferenceEncoder(model);
        Row row = row(model, new Random(8).ints(300, 2, VOCABULARY).toArray());
        try (Encoder encoder = load(F32)) {
            close(
                    encoder.vectors(List.of(row))[0],
                    ReferenceHead.mean(reference.states(row.ids(), row.kinds()), 0),
                    1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "gelu_new"})
    void other_activations_agree(String name) {
        Map<String, Object> changes = Map.of("hidden_act", name);
        TinyEncoder model = new TinyEncoder("bert", VOCABULARY, 0, changes).write(folder, "F32");
        ReferenceEncoder reference = new ReferenceEncoder(model);
        agree(
                model,
                F32,
                row -> ReferenceHead.mean(reference.states(row.ids(), row.kinds()), 0),
                1e-5);
    }

    @Test
    void a_padding_token_in_a_text_has_the_place_of_all_padding() {
        TinyEncoder model =
                new TinyEncoder("roberta", VOCABULARY, 0, Map.of()).write(folder, "F32");
        ReferenceEncoder reference = new ReferenceEncoder(model);
        Row row = row(model, new int[] {0, 7, 1, 8, 1, 9, 2});
        try (Encoder encoder = load(F32)) {
            close(
                    encoder.vectors(List.of(row))[0],
                    ReferenceHead.mean(reference.states(row.ids(), row.kinds()), 0),
                    1e-5);
        }
    }

    @Test
    void files_of_other_tasks_and_of_old_are_the_same_model() {
        TinyEncoder model = new TinyEncoder("bert", VOCABULARY, 0, Map.of());
        ReferenceEncoder reference = new ReferenceEncoder(model);
        model.write(
                folder,
                "F32",
                name ->
                        "bert."
                                + name.replace("Norm.weight", "Norm.gamma")
                                        .replace("Norm.bias", "Norm.beta"));
        agree(
                model,
                F32,
                row -> ReferenceHead.mean(reference.states(row.ids(), row.kinds()), 0),
                1e-5);
    }

    private static Precision bfloat16() {
        return ThisProcessor.packsBfloat16() ? BF16 : BF16_PLAIN;
    }

    /** In one batch of mixed lengths, alone, and in another order: the same. */
    private void agree(
            TinyEncoder model,
            Precision precision,
            Function<Row, double[]> expected,
            double tolerance) {
        List<Row> rows = rows(model);
        try (Encoder encoder = load(precision)) {
            float[][] together = encoder.vectors(rows);
            float[][] backwards = encoder.vectors(rows.reversed());
            for (int i = 0; i < rows.size(); i++) {
                close(together[i], expected.apply(rows.get(i)), tolerance);
                double[] found = widened(together[i]);
                // What bfloat16 rounds depends on how a product is split into tiles.
                double alike = precision.activation() == TensorType.FLOAT32 ? 1e-5 : 1e-2;
                close(encoder.vectors(List.of(rows.get(i)))[0], found, alike);
                close(backwards[rows.size() - 1 - i], found, alike);
            }
        }
    }

    private static void close(float[] found, double[] expected, double tolerance) {
        assertThat(found).hasSize(expected.length);
        assertThat(ReferenceEncoder.distance(found, expected)).isLessThan(tolerance);
    }

    private static List<Row> rows(TinyEncoder model) {
        Random random = new Random(3);
        List<Row> rows = new ArrayList<>();
        for (int length : new int[] {7, 1, 40, 7, 62}) {
            rows.add(row(model, random.ints(length, 2, VOCABULARY).toArray()));
        }
        return rows;
    }

    /** Where the family tells texts apart, the second half is the second text. */
    private static Row row(TinyEncoder model, int[] ids) {
        int[] kinds = new int[ids.length];
        if (model.type().equals("bert")) {
            Arrays.fill(kinds, ids.length / 2, ids.length, 1);
        }
        return new Row(ids, kinds, 0);
    }

    private Encoder load(Precision precision) {
        TorchRuntime.start(1);
        EncoderPlan plan = EncoderPlan.read(folder);
        return EncoderLoader.load(
                plan,
                EncoderWeights.open(folder, plan.head()),
                precision,
                "cpu",
                (fraction, what) -> {});
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
