package dev.modeldeck.engine.starter;

import dev.modeldeck.engine.local.torchscript.TorchArchive;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The classifier as an MLflow model folder: PyTorch flavour, TorchScript inside, signature,
 * example.
 */
final class LatencyFolder {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final double[] EXAMPLE = {512, 200, 4, 0, 7};

    private static final String DESCRIPTOR =
            """
            artifact_path: latency-classifier
            flavors:
              pytorch:
                code: null
                model_data: data
                pytorch_version: 2.7.1
              python_function:
                data: data
                loader_module: mlflow.pytorch
                env: {}
            metadata:
              license: apache-2.0
            mlflow_version: 3.1.0
            model_uuid: 6d6f64656c6465636b6c6174656e6379
            saved_input_example_info:
              artifact_path: input_example.json
              pandas_orient: split
              serving_input_path: serving_input_example.json
              type: dataframe
            signature:
              inputs: '%s'
              outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
              params: null
            utc_time_created: '2026-11-23 00:00:00.000000'
            """;

    private LatencyFolder() {}

    static void write(Path folder, float[] theta, double accuracy, double majority)
            throws IOException {
        Files.createDirectories(folder.resolve("data"));
        TorchArchive.write(LatencyNetwork.serving(theta), folder.resolve("data/model.pth"));
        Files.writeString(folder.resolve("MLmodel"), DESCRIPTOR.formatted(inputs()));
        ObjectNode table = example();
        Files.writeString(folder.resolve("input_example.json"), TokenizerFiles.pretty(table));
        ObjectNode request = JSON.createObjectNode().set("dataframe_split", table);
        Files.writeString(
                folder.resolve("serving_input_example.json"), TokenizerFiles.pretty(request));
        Files.writeString(folder.resolve("README.md"), card(theta.length, accuracy, majority));
    }

    private static String inputs() {
        var columns = JSON.createArrayNode();
        for (String name : LatencyRule.COLUMNS) {
            columns.addObject().put("type", "double").put("name", name).put("required", true);
        }
        return JSON.writeValueAsString(columns);
    }

    private static ObjectNode example() {
        ObjectNode table = JSON.createObjectNode();
        LatencyRule.COLUMNS.forEach(table.putArray("columns")::add);
        var row = table.putArray("data").addArray();
        for (double value : EXAMPLE) {
            row.add(value);
        }
        return table;
    }

    private static String card(int parameters, double accuracy, double majority) {
        return """
        ---
        license: apache-2.0
        pipeline_tag: tabular-classification
        ---
        # Modeldeck starter latency classifier

        A very small classifier: will a request to a chat model take more than %.0f seconds? It
        exists so that tabular serving can be tried offline, a minute after the first start.

        | Column | Meaning | Seen while training |
        |---|---|---|
        | `prompt_tokens` | tokens in the prompt | 16 to 8,000 |
        | `output_tokens` | tokens in the answer | 8 to 2,000 |
        | `concurrency` | requests answered at the same time | 1 to 32 |
        | `gpu` | 1 on a GPU, 0 on a CPU | 0 or 1 |
        | `model_billion_parameters` | size of the model, in billions | 0.1 to 70 |

        The answer has two numbers a row: the probability that the request keeps its target, and
        the probability that it misses it.

        ## How it was made

        A network of two hidden layers of %d (%,d parameters) over the logarithms of the columns,
        as TorchScript that takes raw columns. It was trained by Java code in Modeldeck's
        repository, on DJL's PyTorch engine, with a fixed seed, on %,d examples that a rule made.
        The rule adds the time of prefill, bound by arithmetic, and of decode, bound by memory,
        on a typical CPU and a typical GPU, and blurs the sum by about 12 %%
        (`LatencyRule.java` says it exactly). The same command makes it again, in the root of
        the repository:

            mvn -Pstarter-models -pl engine test-compile exec:exec

        ## How well it does

        On %,d held-out examples of the same rule it is right for **%.1f %%**; always giving the more
        frequent answer would be right for %.1f %%. The blur alone makes a perfect score impossible.

        ## Limits

        It learnt a rule of thumb, not measurements: it knows nothing of your machine, of
        quantised weights or of clever schedulers. Do not plan capacity with it.

        Licence: Apache-2.0.
        """
                .formatted(
                        LatencyRule.TARGET_SECONDS,
                        LatencyNetwork.WIDTH,
                        parameters,
                        LatencyTraining.EXAMPLES,
                        LatencyTraining.HELD_OUT,
                        100 * accuracy,
                        100 * majority);
    }
}
