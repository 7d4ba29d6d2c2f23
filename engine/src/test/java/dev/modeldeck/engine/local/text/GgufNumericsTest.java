package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.gguf.GgufCheckpoint;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.kernels.ThisProcessor;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

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
    @ValueSource(
            strings = {
                "model_type: llama, attention_bias: true, mlp_bias: true",
                "model_type: llama, tie_word_embeddings: true",
                "model_type: mistral, sliding_window: 5",
                "model_type: smollm3, num_hidden_layers: 4, tie_word_embeddings: true",
                "model_type: qwen2, attention_bias: true, rope_theta: 1.0e6",
                "model_type: qwen3, rope_theta: 1.0e6",
                "model_type: phi3, sliding_window: 5, partial_rotary_factor: 0.75",
                "model_type: gemma2, tie_word_embeddings: true, sliding_window: 5, query_pre_attn_scalar: 16, attn_logit_softcapping: 2.0, final_logit_softcapping: 3.0",
                "model_type: gemma3_text, num_hidden_layers: 6, tie_word_embeddings: true, sliding_window: 5, sliding_window_pattern: 6, query_pre_attn_scalar: 16, rope_theta: 1.0e6, rope_local_base_freq: 10000.0",
                "model_type: gpt2, tie_word_embeddings: true"
            })
    void models_of_every_kind_are_read(String changes) throws IOException {
        Map<String, Object> all = new HashMap<>();
        all.put("hidden_size", 64);
        all.put("intermediate_size", 96);
        all.putAll(
                new YAMLMapper()
                        .readValue(
                                "{" + changes + "}", new TypeReference<Map<String, Object>>() {}));
        TinyModel model = new TinyModel(TinyModels.config(all), 7);
        agree(model, write(model, "Q8_0"), "f32", 1e-5);
    }

    @Test
    void long_rope_has_its_factors_in_tensors() throws IOException {
        List<Double> within = List.of(1.0, 1.0, 1.5, 1.5, 2.0, 2.0, 2.5, 2.5);
        List<Double> beyond = List.of(1.0, 1.5, 2.0, 4.0, 6.0, 8.0, 9.0, 9.5);
        Map<String, Object> scaling =
                Map.of(
                        "type",
                        "longrope",
                        "short_factor",
                        within,
                        "long_factor",
                        beyond,
                        "attention_factor",
                        1.19);
        Map<String, Object> changes =
                Map.of(
                        "model_type", "phi3",
                        "hidden_size", 64,
                        "intermediate_size", 96,
                        "original_max_position_embeddings", 32);
        TinyModel model = new TinyModel(TinyModels.config(changes), 7);
        TinyGguf gguf = TinyGguf.of(model, "F32").tokenizer(tokenizer(), "gpt-2");
        gguf.writer()
                .whole("phi3.rope.scaling.original_context_length", 32)
                .decimal("phi3.rope.scaling.attn_factor", 1.19)
                .tensor("rope_factors_short.weight", new int[] {8}, 0, floats(within))
                .tensor("rope_factors_long.weight", new int[] {8}, 0, floats(beyond));
        Map<String, Object> config = new HashMap<>(model.config);
        config.put("rope_scaling", scaling);
        DecoderShape expected = TextFamilies.shape(JsonMapper.shared().valueToTree(config));
        Path file = gguf.writer().write(folder.resolve("long.gguf"));
        DecoderShape found = TextFamilies.shape(GgufCheckpoint.open(file).json("config.json"));
        for (int length : new int[] {20, 200}) {
            assertThat(found.rope().frequencies(length))
                    .containsExactly(expected.rope().frequencies(length));
        }
        assertThat(found.rope().magnitude()).isEqualTo(expected.rope().magnitude());
        assertThat(found.context()).isEqualTo(expected.context());
    }

    private static byte[] floats(List<Double> values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> out.putFloat(value.floatValue()));
        return out.array();
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
        agree(model, file, "auto", ThisProcessor.inEightBits(tolerance));
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
        List<Double> factors =
                IntStream.range(0, 32).mapToObj(i -> i < 10 ? 1 : 1 + (i - 10) / 4.0).toList();
        TinyGguf gguf = TinyGguf.of(model, "F32").tokenizer(tokenizer(), "gpt-2");
        gguf.writer().tensor("rope_freqs.weight", new int[] {32}, 0, floats(factors));
        Path file = gguf.writer().write(folder.resolve("model.gguf"));
        ReferenceDecoder reference =
                new ReferenceDecoder(
                        model, i -> Math.pow(10_000, -2.0 * i / 64) / factors.get(i), 1);
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
                shape,
                files.weights(Precisions.widened(wish)),
                DecoderSpec.of(precision, "cpu", 64),
                (_, _) -> {});
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
