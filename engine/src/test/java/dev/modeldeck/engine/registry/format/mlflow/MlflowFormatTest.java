package dev.modeldeck.engine.registry.format.mlflow;

import static dev.modeldeck.engine.registry.format.ModelFiles.huggingFace;
import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.format.ModelFormatContract;
import dev.modeldeck.engine.registry.format.torchscript.TorchScriptFormatTest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class MlflowFormatTest extends ModelFormatContract {

    private static final String PYTORCH =
            """
            artifact_path: model
            flavors:
              python_function:
                data: data
                loader_module: mlflow.pytorch
                python_version: 3.11.4
              pytorch:
                model_data: data
                pytorch_version: 2.3.0
            saved_input_example_info:
              artifact_path: input_example.json
              pandas_orient: split
              serving_input_path: serving_input_example.json
              type: dataframe
            signature:
              inputs: '[{"name": "age", "type": "double"}, {"name": "city", "type": "string",
                "required": false}, {"name": "old", "type": "long", "optional": true},
                {"name": "marks", "type": "array", "items": {"type": "float"}}]'
              outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]'
              params: '[{"name": "top", "type": "integer", "default": 1, "shape": null}]'
            """;

    @Override
    protected String id() {
        return "mlflow";
    }

    @Override
    protected Path sample(Path folder) {
        TorchScriptFormatTest.traced(folder.resolve("data/model.pth"));
        write(folder.resolve("data/pickle_module_info.txt"), "mlflow.pytorch.pickle_module");
        write(
                folder.resolve("serving_input_example.json"),
                "{\"dataframe_split\": {\"data\": []}}");
        write(folder.resolve("MLmodel"), PYTORCH);
        return folder;
    }

    @Test
    void a_traced_model_comes_with_its_signature_and_example() {
        Inspection inspection = inspect(sample(folder.resolve("model")));

        assertThat(inspection.whyNotRunnable()).isEmpty();
        assertThat(inspection.entryPoint()).isEqualTo("data/model.pth");
        assertThat(inspection.formatLabel()).isEqualTo("MLflow, TorchScript");
        assertThat(inspection.parameters()).isEqualTo(6);
        assertThat(inspection.inputExample()).isEqualTo("{\"dataframe_split\":{\"data\":[]}}");
        assertThat(inspection.signature())
                .isEqualTo(
                        new Signature(
                                List.of(
                                        new Signature.Column("age", "double", true),
                                        new Signature.Column("city", "string", false),
                                        new Signature.Column("old", "long", false),
                                        new Signature.Column("marks", "Array(float)", true)),
                                List.of(new Signature.TensorField("", "float32", List.of(-1L, 3L))),
                                "[{\"name\":\"top\",\"type\":\"integer\",\"default\":1,\"shape\":null}]"));
    }

    @Test
    void an_example_of_a_frame_becomes_the_body_of_a_request() throws IOException {
        Path model = sample(folder.resolve("model"));
        Files.delete(model.resolve("serving_input_example.json"));
        assertThat(inspect(model).inputExample()).isNull();

        write(model.resolve("input_example.json"), "{\"columns\": [\"age\"], \"data\": [[1]]}");
        assertThat(inspect(model).inputExample())
                .isEqualTo("{\"dataframe_split\":{\"columns\":[\"age\"],\"data\":[[1]]}}");
    }

    @Test
    void a_transformers_model_has_its_tokenizer_apart() throws IOException {
        Path model = folder.resolve("chat");
        huggingFace(model.resolve("model"));
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Path target = model.resolve("components/tokenizer").resolve(name);
            Files.createDirectories(target.resolveSibling(""));
            Files.move(model.resolve("model").resolve(name), target);
        }
        write(
                model.resolve("MLmodel"),
                """
                flavors:
                  transformers:
                    model_binary: model
                    task: text-generation
                metadata: {license: mit}
                """);

        Inspection inspection = inspect(model);
        assertThat(inspection.whyNotRunnable()).isEmpty();
        assertThat(inspection.task()).isEqualTo(Inspection.Task.CHAT);
        assertThat(inspection.entryPoint()).isEqualTo("model");
        assertThat(inspection.licence()).isEqualTo("mit");
        assertThat(inspection.shape()).isNotNull();
    }

    @Test
    void a_model_of_another_folder_is_found_too() {
        TorchScriptFormatTest.traced(folder.resolve("own/artifacts/net.pt"));
        write(
                folder.resolve("own/MLmodel"),
                "flavors: {python_function: {loader_module: mlflow.pyfunc.model}}");

        assertThat(inspect(folder.resolve("own")).entryPoint()).isEqualTo("artifacts/net.pt");
    }

    @Test
    void pickled_flavours_are_refused_each_with_its_way_out() {
        byte[] pickle = {(byte) 0x80, 4, (byte) 0x95};
        write(folder.resolve("trees/model.pkl"), pickle);
        write(folder.resolve("trees/MLmodel"), "flavors: {sklearn: {pickled_model: model.pkl}}");
        assertThat(refusal(folder.resolve("trees"))).contains("sklearn").contains("Hummingbird");

        write(folder.resolve("eager/data/model.pth"), pickle);
        write(folder.resolve("eager/MLmodel"), "flavors: {pytorch: {model_data: data}}");
        assertThat(refusal(folder.resolve("eager"))).contains("torch.jit.trace");

        write(folder.resolve("own/python_model.pkl"), pickle);
        write(
                folder.resolve("own/MLmodel"),
                "flavors: {python_function: {loader_module: mlflow.pyfunc.model}}");
        assertThat(refusal(folder.resolve("own"))).contains("pickle");

        write(folder.resolve("bare/MLmodel"), "flavors: {spark: {model_data: sparkml}}");
        assertThat(refusal(folder.resolve("bare"))).contains("flavour spark");
    }

    @Test
    void a_file_that_cannot_be_read_is_refused() {
        Path model = sample(folder.resolve("model"));
        write(model.resolve("MLmodel"), "flavors: [");
        assertThat(refusal(model)).contains("no valid YAML");

        write(model.resolve("MLmodel"), "signature: {inputs: '[{'}");
        assertThat(refusal(model)).contains("signature");

        assertThat(refusal(model.resolve("MLmodel"))).contains("Choose the folder");
    }

    @Test
    void paths_that_lead_out_of_the_folder_are_not_followed() {
        TorchScriptFormatTest.traced(folder.resolve("outside/model.pth"));
        write(
                folder.resolve("model/MLmodel"),
                "flavors: {pytorch: {model_data: ../outside}}\n"
                        + "saved_input_example_info: {serving_input_path: ../outside/x.json}");

        assertThat(refusal(folder.resolve("model"))).contains("pickled");
    }
}
