package dev.modeldeck.engine.wire.mlflow;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The four forms of rows in MLflow's scoring protocol; a body has exactly one of them. */
public final class TabularForms {

    private static final List<String> KEYS =
            List.of("dataframe_split", "dataframe_records", "instances", "inputs");

    private TabularForms() {}

    public static Payload.Tabular parse(Fields body) {
        List<String> given = KEYS.stream().filter(body::has).toList();
        if (given.size() != 1) {
            throw EngineException.invalid(
                    "The body must have exactly one of messages, prompt, input, dataframe_split,"
                            + " dataframe_records, instances and inputs"
                            + (given.isEmpty() ? "." : ", but has " + given + "."));
        }
        ObjectNode params = body.object("params");
        return new Payload.Tabular(
                input(body, given.getFirst()), params == null ? Json.object() : params);
    }

    /** The body that a client sends. */
    public static ObjectNode json(Payload.Tabular table) {
        ObjectNode body = Json.object();
        switch (table.input()) {
            case TabularInput.Frame(List<String> columns, List<List<JsonNode>> rows) -> {
                ObjectNode frame = body.putObject("dataframe_split");
                ArrayNode names = frame.putArray("columns");
                columns.forEach(names::add);
                ArrayNode data = frame.putArray("data");
                rows.forEach(row -> data.addArray().addAll(row));
            }
            case TabularInput.Instances(JsonNode rows) -> body.set("instances", rows);
            case TabularInput.Inputs(JsonNode value) -> body.set("inputs", value);
        }
        if (!table.params().isEmpty()) {
            body.set("params", table.params());
        }
        return body;
    }

    /**
     * Reads what a server predicts.
     *
     * @param answer with {@code predictions}, or {@code outputs} as TensorFlow's models have it
     */
    public static InferenceResult.Predictions predictions(ObjectNode answer) {
        JsonNode found =
                answer.has("predictions") ? answer.get("predictions") : answer.get("outputs");
        if (found == null) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"predictions\": it may not speak MLflow's scoring protocol at this address.",
                            502));
        }
        return new InferenceResult.Predictions(found);
    }

    private static TabularInput input(Fields body, String key) {
        return switch (key) {
            case "dataframe_split" -> split(body);
            case "dataframe_records" -> records(body);
            case "instances" -> {
                ArrayNode rows = body.array(key);
                if (rows == null || rows.isEmpty()) {
                    throw Fields.wrong(key, "must have at least one row.");
                }
                yield new TabularInput.Instances(rows);
            }
            default -> {
                JsonNode value = body.get(key);
                if (value == null || !value.isContainer() || value.isEmpty()) {
                    throw Fields.wrong(
                            key, "must be an array, or an object with one array a column.");
                }
                yield new TabularInput.Inputs(value);
            }
        };
    }

    private static TabularInput.Frame split(Fields body) {
        Fields frame = new Fields(unwrapped(body.get("dataframe_split")));
        ArrayNode names = frame.array("columns");
        ArrayNode data = frame.array("data");
        if (names == null || data == null || data.isEmpty()) {
            throw Fields.wrong(
                    "dataframe_split", "needs \"columns\" and \"data\" with at least one row.");
        }
        List<String> columns = new ArrayList<>();
        for (JsonNode name : names) {
            if (!name.isString() && !name.isNumber()) {
                throw Fields.wrong("dataframe_split", "has a column name that is no string.");
            }
            columns.add(name.asString());
        }
        List<List<JsonNode>> rows = new ArrayList<>(data.size());
        for (JsonNode row : data) {
            if (!row.isArray() || row.size() != columns.size()) {
                throw Fields.wrong(
                        "dataframe_split",
                        "has "
                                + columns.size()
                                + " columns, but row "
                                + rows.size()
                                + " is no array of as many values.");
            }
            rows.add(row.valueStream().toList());
        }
        return new TabularInput.Frame(columns, rows);
    }

    /** An example of Databricks' own documentation wraps the frame into a list of one. */
    private static ObjectNode unwrapped(@Nullable JsonNode frame) {
        JsonNode inner =
                frame != null && frame.isArray() && frame.size() == 1 ? frame.get(0) : frame;
        if (inner instanceof ObjectNode object) {
            return object;
        }
        throw Fields.wrong("dataframe_split", "must be an object with columns and data.");
    }

    private static TabularInput.Frame records(Fields body) {
        List<Fields> records = body.objects("dataframe_records");
        if (records.isEmpty()) {
            throw Fields.wrong("dataframe_records", "must have at least one record.");
        }
        Set<String> columns = new LinkedHashSet<>();
        records.forEach(record -> columns.addAll(record.body().propertyNames()));
        List<List<JsonNode>> rows = new ArrayList<>(records.size());
        for (Fields record : records) {
            List<JsonNode> row = new ArrayList<>(columns.size());
            for (String column : columns) {
                JsonNode value = record.get(column);
                row.add(value == null ? NullNode.getInstance() : value);
            }
            rows.add(row);
        }
        return new TabularInput.Frame(List.copyOf(columns), rows);
    }
}
