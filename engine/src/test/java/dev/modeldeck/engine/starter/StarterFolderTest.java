package dev.modeldeck.engine.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.torchscript.TorchModule;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What ships: complete, small, and as its own files describe it. */
class StarterFolderTest {

    private static final long MEGABYTE = 1_000_000;

    @Test
    void the_index_names_files_that_ship_and_they_are_small() throws IOException {
        List<String> index = text("index").lines().toList();
        assertThat(index)
                .contains(
                        "modeldeck-chat/config.json",
                        "modeldeck-chat/generation_config.json",
                        "modeldeck-chat/model.safetensors",
                        "modeldeck-chat/tokenizer.json",
                        "modeldeck-chat/tokenizer_config.json",
                        "modeldeck-chat/README.md",
                        "latency-classifier/MLmodel",
                        "latency-classifier/data/model.pth",
                        "latency-classifier/input_example.json",
                        "latency-classifier/serving_input_example.json",
                        "latency-classifier/README.md");
        long total = 0;
        for (String path : index) {
            total += bytes(path).length;
        }
        assertThat(total).isBetween(MEGABYTE, 10 * MEGABYTE);
    }

    @Test
    void the_weights_are_those_that_the_configuration_describes() throws IOException {
        JsonNode config = json("modeldeck-chat/config.json");
        ChatShape shape = ChatShape.starter(config.path("vocab_size").asInt());
        assertThat(config.path("hidden_size").asInt()).isEqualTo(shape.hidden());
        assertThat(config.path("num_hidden_layers").asInt()).isEqualTo(shape.layers());
        ByteBuffer file =
                ByteBuffer.wrap(bytes("modeldeck-chat/model.safetensors"))
                        .order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) file.getLong()];
        file.get(header);
        JsonNode tensors = JsonMapper.shared().readTree(header);
        for (ChatShape.Weight weight : shape.weights()) {
            JsonNode offsets = tensors.path(weight.name()).path("data_offsets");
            assertThat(offsets.path(1).asInt() - offsets.path(0).asInt())
                    .as(weight.name())
                    .isEqualTo(2 * weight.count());
        }
        assertThat(file.remaining()).isEqualTo(2 * shape.parameters());
        while (file.hasRemaining()) {
            assertThat(Float.isFinite(Float.float16ToFloat(file.getShort()))).isTrue();
        }
    }

    @Test
    void the_tokenizer_gives_back_any_text_and_knows_its_marks() throws Exception {
        TorchRuntime.stayOffline();
        JsonNode config = json("modeldeck-chat/config.json");
        JsonNode tokenizerConfig = json("modeldeck-chat/tokenizer_config.json");
        assertThat(tokenizerConfig.path("chat_template").asString()).contains("<|im_start|>");
        try (HuggingFaceTokenizer tokenizer =
                HuggingFaceTokenizer.newInstance(
                        new ByteArrayInputStream(bytes("modeldeck-chat/tokenizer.json")),
                        Map.of("addSpecialTokens", "false"))) {
            String text = "What is a KV cache?\n  Prüfe 漢字 🙂, 3.14";
            long[] ids = tokenizer.encode(text, false, false).getIds();
            assertThat(tokenizer.decode(ids, true)).isEqualTo(text);
            assertThat(LongStream.of(ids).max().orElseThrow())
                    .isLessThan(config.path("vocab_size").asLong());
            long[] end =
                    tokenizer
                            .encode(tokenizerConfig.path("eos_token").asString(), false, false)
                            .getIds();
            assertThat(end).containsExactly(config.path("eos_token_id").asLong());
        }
    }

    @Test
    void the_classifier_answers_its_own_example_as_its_signature_says() throws Exception {
        JsonNode descriptor =
                new YAMLMapper().readTree(text("latency-classifier/MLmodel")).path("signature");
        JsonNode inputs = JsonMapper.shared().readTree(descriptor.path("inputs").asString());
        JsonNode example = json("latency-classifier/input_example.json");
        assertThat(inputs.findValuesAsString("name"))
                .isEqualTo(LatencyRule.COLUMNS)
                .hasSameSizeAs(example.path("data").path(0));
        // short question to a small model on a GPU; long answer of a large model on a CPU
        float[] rows = {100, 50, 1, 1, 1, 4000, 1000, 16, 0, 30};
        try (TorchModule module =
                        TorchModule.load(
                                new ByteArrayInputStream(
                                        bytes("latency-classifier/data/model.pth")),
                                Device.cpu());
                PtNDArray table =
                        (PtNDArray) module.manager().create(rows, new Shape(2, inputs.size()));
                IValue argument = IValue.from(table);
                IValue answer = module.call("forward", argument);
                PtNDArray probabilities = answer.toTensor(module.manager())) {
            float[] values = probabilities.toFloatArray();
            assertThat(values).hasSize(4);
            assertThat(values[0] + values[1]).isCloseTo(1f, within(1e-5f));
            assertThat(values[1]).isLessThan(0.1f);
            assertThat(values[3]).isGreaterThan(0.9f);
        }
    }

    private static JsonNode json(String path) throws IOException {
        return JsonMapper.shared().readTree(bytes(path));
    }

    private static String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String path) throws IOException {
        try (InputStream in = StarterFolderTest.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return in.readAllBytes();
        }
    }
}
