package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.JsonFiles;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that a user can break, broken. */
class ModelFolderTest {

    @TempDir Path folder;

    @BeforeEach
    void write() throws Exception {
        TinyModels.llama(folder, 1);
    }

    @Test
    void a_cut_off_file_is_reported_as_damaged() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(weights().toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(problem(this::open)).isInstanceOf(Problem.Damaged.class);
        try (RandomAccessFile file = new RandomAccessFile(weights().toFile(), "rw")) {
            file.setLength(5);
        }
        assertThat(problem(this::open).message()).contains("5 bytes");
    }

    @Test
    void a_file_that_is_something_else_is_reported_as_damaged() throws Exception {
        Files.writeString(weights(), "<html>Not found, sorry, please try again later</html>");
        assertThat(problem(this::open).message()).contains("model.safetensors is damaged");
    }

    @Test
    void weights_that_do_not_fit_the_configuration_are_named() throws Exception {
        config("\"intermediate_size\":80", "\"intermediate_size\":96");
        assertThat(problem(this::open).message())
                .contains("model.layers.0.mlp.gate_proj.weight")
                .contains("[80, 48]")
                .contains("[96, 48]");
    }

    @Test
    void a_missing_tensor_is_named() throws Exception {
        config("\"num_hidden_layers\":2", "\"num_hidden_layers\":3");
        assertThat(problem(this::open).message()).contains("model.layers.2.");
    }

    @Test
    void an_unknown_type_is_refused_with_those_that_run() throws Exception {
        config("\"model_type\":\"llama\"", "\"model_type\":\"mamba\"");
        assertThat(problem(this::open))
                .isInstanceOf(Problem.Unsupported.class)
                .extracting(Problem::message)
                .asString()
                .contains("mamba", "llama", "qwen2");
    }

    @Test
    void an_unknown_position_scaling_is_refused() throws Exception {
        config("\"vocab_size\"", "\"rope_scaling\":{\"rope_type\":\"spiral\"},\"vocab_size\"");
        assertThat(problem(this::open).message()).contains("spiral");
    }

    @Test
    void a_missing_tokenizer_is_reported() throws Exception {
        Files.delete(folder.resolve("tokenizer.json"));
        assertThat(problem(this::open).message()).contains("tokenizer.json");
    }

    @Test
    void a_folder_without_safetensors_says_what_to_do() throws Exception {
        Files.delete(weights());
        assertThat(problem(this::open).message()).contains("Convert the weights to safetensors");
    }

    @Test
    void scalings_widen_the_context_as_transformers_does() {
        assertThat(context("{\"type\":\"linear\",\"factor\":4}")).isEqualTo(1024);
        assertThat(context("{\"rope_type\":\"yarn\",\"factor\":4}")).isEqualTo(1024);
        assertThat(
                        context(
                                "{\"rope_type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":64}"))
                .isEqualTo(256);
        assertThat(context("{\"rope_type\":\"llama3\",\"factor\":8}")).isEqualTo(256);
        assertThat(context("null")).isEqualTo(256);
    }

    private static int context(String scaling) {
        String config =
                "{\"model_type\":\"llama\",\"vocab_size\":9,\"hidden_size\":8,\"intermediate_size\":8,\"num_hidden_layers\":1,\"num_attention_heads\":2,\"max_position_embeddings\":256,\"rope_scaling\":"
                        + scaling
                        + "}";
        return TextFamilies.shape(JsonFiles.parse(config.getBytes())).context();
    }

    private Path weights() {
        return folder.resolve("model.safetensors");
    }

    private void config(String from, String to) throws Exception {
        Path file = folder.resolve("config.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private void open() {
        TextModel.open(
                        new TextModel.Spec(folder, "cpu", "f32", 1L << 30, 0, 1, 1, null),
                        (fraction, what) -> {})
                .close();
    }

    private static Problem problem(ThrowingCallable call) {
        EngineException[] found = new EngineException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(EngineException.class, e -> found[0] = e);
        return found[0].problem();
    }
}
