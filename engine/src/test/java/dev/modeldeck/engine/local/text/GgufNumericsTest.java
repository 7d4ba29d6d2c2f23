package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.gguf.GgufCheckpoint;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A GGUF file is the model whose weights it holds: whatever the type, its logits are those. */
class GgufNumericsTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K",
                "Q4_K", "Q5_K", "Q6_K", "Q8_K"
            })
    void weights_of_every_type_are_those_of_the_file(String type) throws IOException {
        TinyModel model = model(Map.of("model_type", "llama"));
        agree(model, write(model, type), "f32", 1e-5);
    }

    @ParameterizedTest
    @CsvSource({
        "llama,Q8_0,false,false",
        "llama,Q4_K,true,true",
        "mistral,Q5_K,false,false",
        "qwen2,Q6_K,true,true",
        "qwen3,Q4_K,false,false"
    })
    void models_of_every_kind_are_read(
            String kind, String type, boolean biased, boolean tied) throws IOException {
        Map<String, Object> changes = new HashMap<>();
        changes.put("model_type", kind);
        changes.put("attention_bias", biased);
        changes.put("mlp_bias", biased && kind.equals("llama"));
        changes.put("tie_word_embeddings", tied);
        if (kind.equals("mistral")) {
            changes.put("sliding_window", 9);
        }
        TinyModel model = model(changes);
        agree(model, write(model, type), "f32", 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"Q8_0,int8,0.1", "Q6_K,int8,0.1", "Q4_K,int4,0.2", "F16,auto,1e-3"})
    void what_is_quantised_is_computed_in_the_nearest_way(
            String type, String dtype, double tolerance) throws IOException {
        TinyModel model = model(Map.of("model_type", "llama"));
        Path file = write(model, type);
        Checkpoint files = GgufCheckpoint.open(file);
        DecoderShape shape = TextFamilies.shape(files.json("config.json"));
        assertThat(DecoderLoader.dtype("auto", "cpu", files, shape)).isEqualTo(dtype);
        assertThat(DecoderLoader.dtype("bf16", "cpu", files, shape)).isEqualTo("bf16");
        agree(model, file, "auto", tolerance);
    }

    @Test
    void eight_bits_serve_where_four_do_not_fit() throws IOException {
        TinyModel model = model(Map.of("model_type", "llama", "intermediate_size", 264));
        DecoderShape odd = TextFamilies.shape(JsonMapper.shared().valueToTree(model.config));
        Checkpoint four = GgufCheckpoint.open(write(model(Map.of("model_type", "llama")), "Q4_0"));
        assertThat(DecoderLoader.dtype("auto", "cpu", four, odd)).isEqualTo("int8");
    }

    @Test
    void factors_of_positions_stretch_them() throws IOException {
        TinyModel model = model(Map.of("model_type", "llama"));
        double[] factors = new double[32];
        byte[] content = new byte[4 * factors.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = i < 10 ? 1 : 1 + (i - 10) / 3.0;
            ByteBuffer.wrap(content)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(4 * i, (float) factors[i]);
        }
        TinyGguf gguf = TinyGguf.of(model, "F32").tokenizer(tokenizer(), "gpt-2");
        gguf.writer().tensor("rope_freqs.weight", new int[] {32}, 0, content);
        Path file = gguf.writer().write(folder.resolve("model.gguf"));
        ReferenceDecoder reference =
                new ReferenceDecoder(
                        model, i -> Math.pow(10_000, -2.0 * i / 64) / (float) factors[i], 1);
        agree(reference, file, "f32", 1e-5);
    }

    private void agree(TinyModel model, Path file, String dtype, double tolerance) {
        agree(new ReferenceDecoder(model), file, dtype, tolerance);
    }

    private static void agree(
            ReferenceDecoder reference, Path file, String dtype, double tolerance) {
        int[] ids = new Random(3).ints(8, 0, 256).toArray();
        List<float[]> expected = reference.logits(ids);
        try (Decoder decoder = load(file, dtype)) {
            float[][] found = decoder.append(new Step(0, ids, 0, ids.length, 0));
            for (int i = 0; i < ids.length; i++) {
                assertThat(ReferenceDecoder.distance(found[i], expected.get(i)))
                        .isLessThan(tolerance);
            }
        }
    }

    private static Decoder load(Path file, String wish) {
        TorchRuntime.start(1);
        Checkpoint files = GgufCheckpoint.open(file);
        DecoderShape shape = TextFamilies.shape(files.json("config.json"));
        String dtype = DecoderLoader.dtype(wish, "cpu", files, shape);
        Precision precision = Precisions.choose(dtype, "cpu", TensorType.FLOAT16, 1);
        return DecoderLoader.load(
                shape, files.weights(Precisions.widened(wish)), precision, "cpu", 1, (_, _) -> {});
    }

    private Path write(TinyModel model, String type) throws IOException {
        return TinyGguf.of(model, type)
                .tokenizer(tokenizer(), "gpt-2")
                .writer()
                .write(folder.resolve(type + ".gguf"));
    }

    private Path tokenizer() throws IOException {
        Path made = Files.createDirectories(folder.resolve("tokenizer"));
        TinyModels.tokenizer(made);
        return made;
    }

    private static TinyModel model(Map<String, Object> changes) {
        Map<String, Object> all = new HashMap<>();
        all.put("hidden_size", 256);
        all.put("intermediate_size", 256);
        all.put("head_dim", 64);
        all.put("num_hidden_layers", 1);
        all.putAll(changes);
        return new TinyModel(TinyModels.config(all), 7);
    }
}
