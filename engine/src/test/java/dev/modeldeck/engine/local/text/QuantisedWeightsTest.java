package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

class QuantisedWeightsTest {

    private static final int[] IDS = new Random(3).ints(20, 0, 256).toArray();

    @TempDir Path folder;
    private Path kept;

    @BeforeEach
    void model() throws IOException {
        Map<String, Object> sizes =
                Map.of(
                        "model_type", "llama",
                        "hidden_size", 64,
                        "intermediate_size", 96,
                        "head_dim", 16);
        new TinyModel(TinyModels.config(sizes), 2).write(folder, "BF16", 1);
        kept = Files.createDirectory(folder.resolve("kept")).resolve("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "int4"})
    void a_later_start_reads_what_the_first_has_made(String dtype) throws IOException {
        float[] first = logits(dtype);
        assertThat(kept).isRegularFile();
        byte[] content = Files.readAllBytes(kept);
        overwriteWeights();
        assertThat(logits(dtype)).isEqualTo(first);
        assertThat(Files.readAllBytes(kept)).isEqualTo(content);
        assertThat(names()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1 << 20})
    void a_file_that_is_cut_off_costs_time_and_nothing_else(int length) throws IOException {
        float[] first = logits("int8");
        byte[] content = Files.readAllBytes(kept);
        Files.write(kept, java.util.Arrays.copyOf(content, length));
        assertThat(logits("int8")).isEqualTo(first);
        assertThat(Files.readAllBytes(kept)).isEqualTo(content);
    }

    @Test
    void what_a_process_that_is_gone_has_not_finished_is_not_kept() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path unfinished = Files.createFile(kept.resolveSibling("b." + gone.pid()));
        Path going = Files.createFile(kept.resolveSibling("c." + ProcessHandle.current().pid()));
        logits("int8");
        assertThat(unfinished).doesNotExist();
        assertThat(going).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp16", "f32"})
    void nothing_is_kept_of_weights_that_are_not_quantised(String dtype) throws IOException {
        logits(dtype);
        assertThat(names()).isEmpty();
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(kept.getParent())) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    /** So that whoever reads the matrices of the layers again gets other logits. */
    private void overwriteWeights() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] embedding;
        try (Safetensors weights = Safetensors.open(folder);
                var arena = java.lang.foreign.Arena.ofConfined()) {
            embedding =
                    weights.get("model.layers.0.mlp.down_proj.weight", 64, 96)
                            .bytes(arena)
                            .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
        byte[] all = Files.readAllBytes(file);
        int at = indexOf(all, embedding);
        java.util.Arrays.fill(all, at, at + embedding.length, (byte) 0);
        Files.write(file, all);
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i <= all.length - part.length; i++) {
            if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("The tensor is not in the file.");
    }

    private float[] logits(String dtype) {
        TorchRuntime.start(1);
        DecoderShape shape = TextFamilies.shape(JsonFiles.read(folder.resolve("config.json")));
        DecoderSpec spec =
                DecoderSpec.of(
                                Precisions.choose(dtype, "cpu", TensorType.BFLOAT16, 1),
                                "cpu",
                                TinyModels.CONTEXT)
                        .keeping(kept);
        try (Decoder decoder =
                DecoderLoader.load(shape, Safetensors.open(folder), spec, (_, _) -> {})) {
            return decoder.append(new Step(0, IDS, 0, 1, IDS.length))[0];
        }
    }
}
