package dev.modeldeck.engine.registry.format.huggingface;

import static dev.modeldeck.engine.registry.format.ModelFiles.CONFIG;
import static dev.modeldeck.engine.registry.format.ModelFiles.huggingFace;
import static dev.modeldeck.engine.registry.format.ModelFiles.safetensors;
import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.format.ModelFormatContract;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class HuggingFaceFormatTest extends ModelFormatContract {

    private Path model;

    @Override
    protected String id() {
        return "huggingface";
    }

    @Override
    protected Path sample(Path folder) {
        return huggingFace(folder);
    }

    @BeforeEach
    void makeModel() {
        model = huggingFace(folder.resolve("model"));
    }

    @Test
    void a_complete_folder_tells_all_about_itself() {
        assertThat(inspect(model))
                .isEqualTo(
                        new Inspection(
                                "huggingface",
                                "Hugging Face, safetensors",
                                Inspection.Task.CHAT,
                                "LlamaForCausalLM",
                                136,
                                "bf16",
                                128,
                                null,
                                null,
                                "apache-2.0",
                                "",
                                new Inspection.TextShape(2, 2, 2, 16),
                                null));
    }

    @Test
    void without_a_chat_template_it_completes_texts() {
        write(model.resolve("tokenizer_config.json"), "{}");
        assertThat(inspect(model).task()).isEqualTo(Inspection.Task.COMPLETION);

        write(model.resolve("chat_template.jinja"), "{{ messages }}");
        assertThat(inspect(model).task()).isEqualTo(Inspection.Task.CHAT);
    }

    @Test
    void the_context_is_what_the_engine_makes_of_the_configuration() {
        String scaling = "\"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 4.0}, ";
        write(
                model.resolve("config.json"),
                CONFIG.replace("\"hidden_size\"", scaling + "\"hidden_size\""));

        assertThat(inspect(model).contextLength()).isEqualTo(512);
    }

    @Test
    void gpt2_is_counted_without_its_masks() {
        write(
                model.resolve("config.json"),
                """
                {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "n_embd": 8,
                 "n_layer": 3, "n_head": 4, "n_positions": 64, "vocab_size": 16}
                """);
        write(model.resolve("tokenizer_config.json"), "{}");
        safetensors(
                model.resolve("model.safetensors"),
                "F32",
                4,
                Map.of(
                        "wte.weight", List.of(16, 8),
                        "h.0.attn.bias", List.of(1, 1, 64, 64),
                        "h.0.attn.c_attn.bias", List.of(24)));

        Inspection found = inspect(model);

        assertThat(found.whyNotRunnable()).isEmpty();
        assertThat(found.task()).isEqualTo(Inspection.Task.COMPLETION);
        assertThat(found.contextLength()).isEqualTo(64);
        assertThat(found.parameters()).isEqualTo(152);
        assertThat(found.shape()).isEqualTo(new Inspection.TextShape(3, 4, 2, 16));
    }

    @Test
    void of_a_model_that_sees_only_what_reads_and_writes_is_counted() {
        write(
                model.resolve("config.json"),
                """
                {"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3",
                 "text_config": {"model_type": "gemma3_text", "hidden_size": 8,
                  "intermediate_size": 16, "num_hidden_layers": 6, "vocab_size": 16}}
                """);
        safetensors(
                model.resolve("model.safetensors"),
                "BF16",
                2,
                Map.of(
                        "language_model.model.embed_tokens.weight", List.of(16, 8),
                        "vision_tower.vision_model.embeddings.weight", List.of(500),
                        "multi_modal_projector.weight", List.of(50)));

        Inspection found = inspect(model);

        assertThat(found.whyNotRunnable()).isEmpty();
        assertThat(found.architecture()).isEqualTo("Gemma3ForConditionalGeneration");
        assertThat(found.contextLength()).isEqualTo(131_072);
        assertThat(found.parameters()).isEqualTo(128);
        assertThat(found.shape()).isEqualTo(new Inspection.TextShape(6, 4, 256, 16));
    }

    @Test
    void shards_are_counted_together() throws IOException {
        Files.delete(model.resolve("model.safetensors"));
        safetensors(
                model.resolve("model-1.safetensors"),
                "F16",
                2,
                Map.of("model.embed_tokens.weight", List.of(16, 8)));
        safetensors(model.resolve("model-2.safetensors"), "F32", 4, Map.of("n", List.of(8)));
        Path index = model.resolve("model.safetensors.index.json");
        String map =
                "{\"weight_map\": {\"model.embed_tokens.weight\": \"model-1.safetensors\","
                        + " \"n\": \"model-2.safetensors\"}}";
        write(index, map);

        assertThat(inspect(model).whyNotRunnable()).isEmpty();
        assertThat(inspect(model).parameters()).isEqualTo(136);
        assertThat(inspect(model).dtype()).isEqualTo("fp16");

        write(index, map.replace("\"n\"", "\"other\""));
        assertThat(refusal(model)).contains("None of the files holds the weights other");
        write(index, map.replace("model-2", "model-3"));
        assertThat(refusal(model)).contains("The shard model-3.safetensors is missing");
        write(index, map.replace("model-2", "../../model-2"));
        assertThat(refusal(model)).contains("is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LlamaForCausalLM|BertForMaskedLM|This is BertForMaskedLM",
                "\"model_type\": \"llama\"|\"model_type\": \"mamba\"|families Llama, Mistral, Qwen2, Qwen3, Phi-3, SmolLM3, Gemma 2, Gemma 3, GPT-2",
                "LlamaForCausalLM|LlamaForSequenceClassification|SequenceClassification",
                "\"hidden_size\": 8|\"hidden_size\": 16|config.json does not belong to these weights",
                "\"num_hidden_layers\": 2,|''|num_hidden_layers",
                "\"vocab_size\"|\"hidden_act\": \"relu2\", \"vocab_size\"|relu2",
                "\"vocab_size\"|\"quantization_config\": {\"quant_method\": \"gptq\"}, \"vocab_size\"|quantised (gptq)",
            })
    void what_the_engine_cannot_run_is_refused(String known, String unknown, String reason) {
        write(model.resolve("config.json"), CONFIG.replace(known, unknown));

        assertThat(refusal(model)).contains(reason);
    }

    @Test
    void pickled_weights_are_refused_with_the_command_that_converts_them() throws IOException {
        Files.delete(model.resolve("model.safetensors"));
        write(model.resolve("pytorch_model.bin"), "pickle");

        assertThat(refusal(model))
                .contains("pytorch_model.bin, a pickle")
                .contains("python -c")
                .contains("safe_serialization=True");
    }

    @Test
    void what_is_missing_is_named_with_the_way_to_get_it() throws IOException {
        Files.delete(model.resolve("tokenizer.json"));
        assertThat(refusal(model)).contains("tokenizer.json is missing").contains("AutoTokenizer");

        Files.delete(model.resolve("model.safetensors"));
        assertThat(refusal(model)).contains("no *.safetensors file");

        Files.delete(model.resolve("config.json"));
        write(model.resolve("adapter_model.safetensors"), "");
        assertThat(refusal(model)).contains("config.json is missing");
        write(model.resolve("adapter_config.json"), "{}");
        assertThat(refusal(model)).contains("adapter").contains("merge_and_unload");
    }

    @Test
    void weights_cut_off_or_damaged_are_refused() throws IOException {
        Path weights = model.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);

        Files.write(weights, Arrays.copyOf(whole, whole.length - 1));
        assertThat(refusal(model)).contains("model.safetensors is cut off before its end");
        Files.write(weights, Arrays.copyOf(whole, 40));
        assertThat(refusal(model)).contains("is cut off before its end");
        byte[] broken = whole.clone();
        broken[20] = '}';
        Files.write(weights, broken);
        assertThat(refusal(model)).contains("damaged");
        Files.writeString(weights, "<html>404, not a model at all</html>");
        assertThat(refusal(model)).contains("damaged");
    }

    @Test
    void a_pointer_of_git_lfs_is_not_taken_for_the_file() {
        write(
                model.resolve("model.safetensors"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");

        assertThat(refusal(model)).contains("git lfs pull");
    }

    @Test
    void weights_of_a_type_that_does_not_run_are_refused() {
        safetensors(
                model.resolve("model.safetensors"),
                "F8_E4M3",
                1,
                Map.of("model.embed_tokens.weight", List.of(16, 8)));

        assertThat(refusal(model)).contains("f8_e4m3");
    }

    @Test
    void broken_json_is_named() {
        write(model.resolve("generation_config.json"), "{");
        assertThat(refusal(model)).contains("generation_config.json is not valid JSON");

        write(model.resolve("config.json"), "[]");
        assertThat(refusal(model)).contains("config.json is not valid JSON");
    }

    @Test
    void a_licence_by_another_name_is_told_by_that() {
        write(
                model.resolve("README.md"),
                "---\nlicense: other\nlicense_name: qwen-research\n---\n# Model\n");
        assertThat(inspect(model).licence()).isEqualTo("qwen-research");

        write(model.resolve("README.md"), "# Model\n\nlicense: mit\n");
        assertThat(inspect(model).licence()).isNull();
    }
}
