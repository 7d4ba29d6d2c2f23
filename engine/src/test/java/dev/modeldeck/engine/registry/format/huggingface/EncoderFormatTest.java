package dev.modeldeck.engine.registry.format.huggingface;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.encoder.TinyEncoders;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Inspection.Task;
import dev.modeldeck.engine.registry.Signature.Column;
import dev.modeldeck.engine.registry.Signature.TensorField;
import dev.modeldeck.engine.registry.format.ModelFormatContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders of encoders: what their owner is told before they are registered. */
class EncoderFormatTest extends ModelFormatContract {

    @Override
    protected String id() {
        return "huggingface";
    }

    @Override
    protected Path sample(Path folder) {
        return TinyEncoders.embedder(folder);
    }

    @Test
    void a_folder_of_sentence_transformers_tells_what_its_vectors_are() {
        Path model = TinyEncoders.embedder(folder);
        write(model.resolve("README.md"), "---\nlicense: apache-2.0\n---\n");
        write(model.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 32}");
        write(
                model.resolve("config_sentence_transformers.json"),
                "{\"prompts\": {\"query\": \"q: \", \"passage\": \"p: \"}}");
        Inspection found = inspect(model);
        assertThat(found.whyNotRunnable()).isEmpty();
        assertThat(found.task()).isEqualTo(Task.EMBEDDING);
        assertThat(found.architecture()).isEqualTo("BertModel");
        assertThat(found.contextLength()).isEqualTo(32);
        assertThat(found.dtype()).isEqualTo("f32");
        assertThat(found.licence()).isEqualTo("apache-2.0");
        assertThat(found.encoder())
                .isEqualTo(
                        new Inspection.Encoder(
                                2,
                                32,
                                48,
                                32,
                                "mean of all tokens",
                                true,
                                List.of(),
                                List.of("passage", "query")));
        assertThat(found.signature().inputs()).containsExactly(new Column("text", "string", true));
        assertThat(found.signature().outputs())
                .containsExactly(new TensorField("embedding", "float32", List.of(-1L, 32L)));
    }

    @Test
    void a_classifier_tells_its_labels_and_a_cross_encoder_ranks() {
        Inspection classes = inspect(TinyEncoders.classifier(folder.resolve("classes")));
        assertThat(classes.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(classes.encoder().labels()).containsExactly("label 0", "label 1", "label 2");
        assertThat(classes.contextLength()).isEqualTo(62); // two positions are the padding's
        assertThat(classes.signature().outputs()).hasSize(2);
        Inspection ranks = inspect(TinyEncoders.reranker(folder.resolve("ranks")));
        assertThat(ranks.task()).isEqualTo(Task.RERANKING);
        assertThat(ranks.signature().inputs())
                .containsExactly(
                        new Column("query", "string", true),
                        new Column("document", "string", true));
    }

    @Test
    void without_modules_the_mean_of_all_tokens_is_taken_and_said() throws IOException {
        Path model = TinyEncoders.embedder(folder);
        Files.delete(model.resolve("modules.json"));
        assertThat(inspect(model).whyNotRunnable()).isEmpty();
        assertThat(inspect(model).encoder().pooling()).isEqualTo("mean of all tokens");
        assertThat(inspect(model).encoder().normalised()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.json | \"hidden_act\":\"gelu\" | \"hidden_act\":\"xielu\" | the activation \"xielu\"",
                "config.json | BertModel | BertForTokenClassification | This is BertForTokenClassification. Of BERT, Modeldeck runs encoders",
                "config.json | \"intermediate_size\":48 | \"intermediate_size\":64 | encoder.layer.0.intermediate.dense.weight is [64, 32], the file says [48, 32]",
                "config.json | \"num_hidden_layers\":2 | \"num_hidden_layers\":3 | encoder.layer.2.attention.self.query.weight is missing",
                "config.json | \"hidden_act\" | \"position_embedding_type\":\"relative_key\",\"hidden_act\" | positions of the kind \"relative_key\"",
                "config.json | \"hidden_size\":32, | '' | config.json has no valid \"hidden_size\"",
                "modules.json | models.Normalize | models.LayerNorm | the module \"sentence_transformers.models.LayerNorm\"",
                "modules.json | 1_Pooling | ../1_Pooling | modules.json names no folder",
                "modules.json | 2_Normalize\", \"type\": \"sentence_transformers.models.Normalize | 2_Dense\", \"type\": \"sentence_transformers.models.Dense | config.json is missing",
                "1_Pooling/config.json | 32 | 48 | The pooling is for vectors of 48 numbers, but the encoder's have 32",
                "1_Pooling/config.json | {\"word_embedding_dimension\" | {\"pooling_mode\": \"attention\", \"word_embedding_dimension\" | the pooling \"attention\"",
            })
    void what_is_broken_or_cannot_run_is_refused_in_a_sentence(
            String file, String known, String other, String reason) throws IOException {
        Path model = TinyEncoders.embedder(folder);
        Path changed = model.resolve(file);
        String text = Files.readString(changed).replace(" : ", ":");
        assertThat(text).contains(known);
        write(changed, text.replace(known, other));
        assertThat(refusal(model)).contains(reason);
        assertThat(inspect(model).task()).isEqualTo(Task.EMBEDDING);
    }

    @Test
    void a_dense_module_without_its_weights_is_refused() throws IOException {
        Path model = TinyEncoders.embedderWithDense(folder);
        assertThat(inspect(model).whyNotRunnable()).isEmpty();
        assertThat(inspect(model).encoder().dimensions()).isEqualTo(6);
        Path config = model.resolve("2_Dense").resolve("config.json");
        String whole = Files.readString(config);
        write(config, whole.replace("\"out_features\": 6", "\"out_features\": 7"));
        assertThat(refusal(model))
                .contains("2_Dense/linear.weight is [7, 32], the file says [6, 32]");
        write(config, whole.replace("\"in_features\": 32", "\"in_features\": 64"));
        assertThat(refusal(model))
                .contains("for vectors of 64 numbers, but those before it have 32");
        write(config, whole);
        Files.delete(model.resolve("2_Dense").resolve("model.safetensors"));
        assertThat(refusal(model)).contains("2_Dense/linear.weight is missing");
    }

    @Test
    void a_classifier_without_its_head_is_refused() throws IOException {
        Path model = TinyEncoders.classifier(folder);
        Path config = model.resolve("config.json");
        write(config, Files.readString(config).replace(",\"2\":\"label 2\"", ""));
        assertThat(refusal(model))
                .contains("classifier.out_proj.weight is [2, 32], the file says [3, 32]");
        assertThat(inspect(model).task()).isEqualTo(Task.CLASSIFICATION);
    }

    @Test
    void pickled_weights_are_refused_with_the_command_that_converts_them() throws IOException {
        Path model = TinyEncoders.embedder(folder);
        Files.delete(model.resolve("model.safetensors"));
        write(model.resolve("pytorch_model.bin"), "pickle");
        assertThat(refusal(model)).contains("import AutoModel as M", "safe_serialization=True");
    }
}
