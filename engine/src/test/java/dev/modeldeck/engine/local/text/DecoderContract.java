package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.io.TempDir;

import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Logits agree with the plain reference, however they are computed. */
abstract class DecoderContract {

    /** Positions of a sequence. */
    static final int ROOM = TinyModels.CONTEXT;

    static final Precision F32 = new Precision(LinearKernel.PLAIN, TensorType.FLOAT32);
    static final Precision F32_PACKED = new Precision(LinearKernel.PACKED, TensorType.FLOAT32);
    static final Precision BF16 = new Precision(LinearKernel.PACKED, TensorType.BFLOAT16);
    static final Precision BF16_PLAIN = new Precision(LinearKernel.PLAIN, TensorType.BFLOAT16);
    static final Precision HALF_WEIGHTS =
            new Precision(LinearKernel.HALF_WEIGHTS, TensorType.FLOAT32);

    static final Precision INT8 = new Precision(LinearKernel.INT8, TensorType.FLOAT32);
    static final Precision INT4 =
            new Precision(LinearKernel.INT4, LinearKernel.INT8, TensorType.BFLOAT16);

    @TempDir Path folder;

    final void everyWay(TinyModel model, Precision precision, double tolerance) {
        everyWay(new ReferenceDecoder(model), precision, tolerance);
    }

    final void everyWay(ReferenceDecoder reference, Precision precision, double tolerance) {
        everyWay(reference, precision, tolerance, TinyModels.CONTEXT);
    }

    final void everyWay(
            ReferenceDecoder reference, Precision precision, double tolerance, int served) {
        try (Decoder decoder = load(precision, served)) {
            everyWay(decoder, reference, tolerance);
        }
    }

    /**
     * Prefill at once, in short and long chunks, step by step and in a batch of mixed lengths, in
     * slots that do not disturb each other.
     */
    static void everyWay(Decoder decoder, ReferenceDecoder reference, double tolerance) {
        int[] ids = ids(40);
        List<float[]> expected = reference.logits(ids);
        float[][] all = append(decoder, 0, ids, 0, ids.length);
        for (int i = 0; i < ids.length; i++) {
            close(all[i], expected.get(i), tolerance);
        }
        for (int from = 0; from < 32; from += 16) {
            int[] chunk = Arrays.copyOfRange(ids, from, from + 16);
            close(append(decoder, 1, chunk, from, 1)[0], expected.get(from + 15), tolerance);
        }
        for (int i = 32; i < 36; i++) {
            close(append(decoder, 1, new int[] {ids[i]}, i, 1)[0], expected.get(i), tolerance);
            close(append(decoder, 0, new int[] {ids[i]}, i, 1)[0], expected.get(i), tolerance);
        }
        for (int i = 36; i < ids.length; i++) {
            int before = i - 30; // the other sequence is much shorter
            float[][] both =
                    decoder.forward(
                            List.of(
                                    new Step(ROOM, new int[] {ids[i]}, i, 1, i),
                                    new Step(0, new int[] {ids[before]}, before, 1, before)));
            close(both[0], expected.get(i), tolerance);
            close(both[1], expected.get(before), tolerance);
        }
        int[] many = ids(100); // some kernels take long pieces another way
        close(append(decoder, 0, many, 0, 1)[0], reference, many, many.length, tolerance);
        append(decoder, 0, ids, 0, 1);
        int[] three = Arrays.copyOfRange(ids, 33, 36);
        float[][] ragged =
                decoder.forward(
                        List.of(
                                new Step(0, new int[] {ids[20]}, 20, 1, 20),
                                new Step(ROOM, three, 33, 3, 33)));
        close(ragged[0], expected.get(20), tolerance);
        for (int i = 0; i < 3; i++) {
            close(ragged[1 + i], expected.get(33 + i), tolerance);
        }
    }

    static float[][] append(Decoder decoder, int slot, int[] ids, int start, int wanted) {
        return decoder.append(new Step(slot * ROOM, ids, start, wanted, 0));
    }

    static void close(
            float[] found, ReferenceDecoder reference, int[] ids, int length, double tolerance) {
        close(found, reference.logits(Arrays.copyOf(ids, length)).getLast(), tolerance);
    }

    static void close(float[] found, float[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        assertThat(ReferenceDecoder.distance(found, expected)).isLessThan(tolerance);
    }

    final Decoder load(Precision precision) {
        return load(precision, TinyModels.CONTEXT);
    }

    final Decoder load(Precision precision, int served) {
        return load(precision, served, 1);
    }

    final Decoder load(Precision precision, int served, int threads) {
        TorchRuntime.start(threads);
        return DecoderLoader.load(
                shape().servedUpTo(served),
                Safetensors.open(folder),
                DecoderSpec.of(precision, "cpu", 2 * ROOM)
                        .keeping(folder.resolve("kept-" + precision.word())),
                (fraction, what) -> {});
    }

    /** What the engine makes of the folder's configuration. */
    final DecoderShape shape() {
        return TextFamilies.shape(JsonFiles.read(folder.resolve("config.json")));
    }

    /** Changes to a configuration, as YAML without its braces. */
    static Map<String, Object> changes(String yaml) {
        return new YAMLMapper().readValue("{" + yaml + "}", new TypeReference<>() {});
    }

    static TinyModel model(Map<String, Object> changes) {
        return new TinyModel(TinyModels.config(new HashMap<>(changes)), 7);
    }

    static int[] ids(int count) {
        return new Random(3).ints(count, 0, 256).toArray();
    }
}
