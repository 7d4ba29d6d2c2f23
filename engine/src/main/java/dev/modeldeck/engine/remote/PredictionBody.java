package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.rows.RowTensors;
import dev.modeldeck.engine.inference.rows.TensorValues;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openinference.InferAnswer;
import dev.modeldeck.engine.wire.openinference.InferRequest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.List;

/**
 * How rows and tensors are put into the body of a prediction, and taken from its answer, where each
 * model of a server has a form of its own.
 */
public enum PredictionBody {

    /** {@code {"instances": [{"x": 1}, …]}}, as TensorFlow Serving and KServe's V1 have it. */
    INSTANCES("instances"),
    /** {@code {"inputs": [[1], …]}}. */
    INPUTS("inputs"),
    /** {@code [[1], …]}. */
    ARRAY("array"),
    /** The Open Inference Protocol's. */
    OPEN_INFERENCE("open inference");

    /** Key of the setting that chooses one. */
    public static final String KEY = "body";

    private final String word;

    PredictionBody(String word) {
        this.word = word;
    }

    /** The setting that chooses one. */
    public static SettingSpec setting(PredictionBody usual) {
        return new SettingSpec(
                KEY,
                "Body of predictions",
                "The form in which the models take rows and tensors: {\"instances\": …}, {\"inputs\": …}, the array alone, or the Open Inference Protocol's.",
                new SettingSpec.Kind.Choice(
                        Arrays.stream(values()).map(form -> form.word).toList()),
                usual.word);
    }

    public static PredictionBody chosen(String setting, PredictionBody usual) {
        return Arrays.stream(values())
                .filter(form -> form.word.equals(setting))
                .findFirst()
                .orElse(usual);
    }

    /**
     * @param id of the request
     */
    public JsonNode of(String id, Payload.Tabular rows) {
        if (this == OPEN_INFERENCE) {
            List<Tensor> tensors = new RowTensors(List.of()).tensors(rows.input());
            return of(id, new Payload.Tensors(tensors, List.of(), rows.params()));
        }
        return wrapped(values(rows.input()), rows.params());
    }

    /**
     * @param id of the request
     */
    public JsonNode of(String id, Payload.Tensors tensors) {
        return this == OPEN_INFERENCE
                ? new InferRequest(id, tensors).json()
                : wrapped(TensorValues.json(tensors.inputs()), tensors.parameters());
    }

    /** Whatever a model answered, as predictions. */
    public static InferenceResult.Predictions predictions(JsonNode answer) {
        return new InferenceResult.Predictions(bare(answer));
    }

    /** What a model answered, as tensors: named ones, or numbers that are made into one. */
    public static InferenceResult.Tensors tensors(JsonNode answer) {
        if (answer instanceof ObjectNode object && object.path("outputs").isArray()) {
            return InferAnswer.parse(object).result();
        }
        try {
            return new InferenceResult.Tensors(
                    new RowTensors(List.of())
                            .tensors(new TabularInput.Inputs(bare(answer))).stream()
                                    .map(PredictionBody::named)
                                    .toList());
        } catch (EngineException noNumbers) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The model's answer is no tensor. Ask it with rows instead, which may be answered with anything.",
                            502),
                    noNumbers);
        }
    }

    private static Tensor named(Tensor tensor) {
        return tensor.name().equals(RowTensors.UNNAMED)
                ? new Tensor("output0", tensor.datatype(), tensor.shape(), tensor.data())
                : tensor;
    }

    /** Servers wrap what they predict, and so does who called us. */
    private static JsonNode bare(JsonNode answer) {
        return answer.isObject() && answer.size() == 1 && answer.has("predictions")
                ? answer.get("predictions")
                : answer;
    }

    private JsonNode wrapped(JsonNode values, ObjectNode params) {
        if (this == ARRAY) {
            if (!params.isEmpty()) {
                throw new EngineException(
                        new Problem.Unsupported(
                                "The connection sends arrays alone, which have no room for parameters. Leave these out, or choose another body in the connection's settings."));
            }
            return values;
        }
        ObjectNode body = Json.object();
        body.set(word, values);
        if (!params.isEmpty()) {
            body.set("parameters", params);
        }
        return body;
    }

    private JsonNode values(TabularInput input) {
        return switch (input) {
            case TabularInput.Frame(List<String> columns, List<List<JsonNode>> rows) -> {
                ArrayNode all = Json.array();
                for (List<JsonNode> row : rows) {
                    all.add(this == INSTANCES ? record(columns, row) : cells(row));
                }
                yield all;
            }
            case TabularInput.Instances(JsonNode rows) -> rows;
            case TabularInput.Inputs(JsonNode value) -> value;
        };
    }

    private static JsonNode record(List<String> columns, List<JsonNode> row) {
        ObjectNode record = Json.object();
        for (int i = 0; i < columns.size(); i++) {
            record.set(columns.get(i), row.get(i));
        }
        return record;
    }

    private static JsonNode cells(List<JsonNode> row) {
        ArrayNode cells = Json.array();
        row.forEach(cells::add);
        return cells;
    }
}
