package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.snippet.ExampleRequest;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Signature;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows for a model with named columns, typed as its signature says. */
final class TableViewModel {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Texts texts = Texts.of("playground");
    private final List<Signature.Column> columns;
    private final ObservableList<List<StringProperty>> rows = FXCollections.observableArrayList();

    TableViewModel(ColumnKind.Table kind, String endpoint) {
        this.columns = kind.columns();
        fill(kind.inspection(), endpoint);
        if (rows.isEmpty()) {
            addRow();
        }
    }

    List<Signature.Column> columns() {
        return columns;
    }

    ObservableList<List<StringProperty>> rows() {
        return rows;
    }

    /** A further row, like the last one. */
    void addRow() {
        List<StringProperty> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.add(new SimpleStringProperty(rows.isEmpty() ? "" : rows.getLast().get(i).get()));
        }
        rows.add(cells);
    }

    void removeRow(List<StringProperty> row) {
        if (rows.size() > 1) {
            rows.remove(row);
        }
    }

    /** The first cell that does not fit its column, in a sentence; empty when all do. */
    Optional<String> complaint() {
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < columns.size(); c++) {
                String text = rows.get(r).get(c).get().strip();
                Signature.Column column = columns.get(c);
                if (text.isEmpty() && column.required()) {
                    return Optional.of(texts.get("table.empty", r + 1, column.name()));
                }
                if (!text.isEmpty() && !fits(text, column.type())) {
                    return Optional.of(
                            texts.get("table.wrong", r + 1, column.name(), column.type(), text));
                }
            }
        }
        return Optional.empty();
    }

    /** As {@code dataframe_split}; only when there is no complaint. */
    String body() {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode split = body.putObject("dataframe_split");
        ArrayNode names = split.putArray("columns");
        columns.forEach(column -> names.add(column.name()));
        ArrayNode data = split.putArray("data");
        for (List<StringProperty> row : rows) {
            ArrayNode cells = data.addArray();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(value(row.get(i).get().strip(), columns.get(i).type()));
            }
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    /** Predictions as text, a line each; one cell a field where they are objects or lists. */
    static List<List<String>> predictions(String answer) {
        List<List<String>> lines = new ArrayList<>();
        for (JsonNode prediction : Exchange.parse(answer).path("predictions")) {
            lines.add(cells(prediction));
        }
        return lines;
    }

    private static List<String> cells(JsonNode prediction) {
        if (prediction.isObject()) {
            return prediction.properties().stream()
                    .map(e -> e.getKey() + ": " + text(e.getValue()))
                    .toList();
        }
        return prediction.isArray()
                ? prediction.valueStream().map(TableViewModel::text).toList()
                : List.of(text(prediction));
    }

    private static String text(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            return String.format(Locale.ENGLISH, "%.4f", value.doubleValue());
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static boolean fits(String text, String type) {
        try {
            switch (type) {
                case "double", "float" -> Double.parseDouble(text);
                case "long", "integer" -> Long.parseLong(text);
                case "boolean" -> {
                    return text.equals("true") || text.equals("false");
                }
                default -> {
                    return true;
                }
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static JsonNode value(String text, String type) {
        var nodes = JSON.getNodeFactory();
        if (text.isEmpty()) {
            return nodes.nullNode();
        }
        return switch (type) {
            case "double", "float" -> nodes.numberNode(Double.parseDouble(text));
            case "long", "integer" -> nodes.numberNode(Long.parseLong(text));
            case "boolean" -> nodes.booleanNode(text.equals("true"));
            default -> nodes.stringNode(text);
        };
    }

    private void fill(Inspection inspection, String endpoint) {
        JsonNode split =
                Exchange.parse(ExampleRequest.of(endpoint, inspection).body())
                        .path("dataframe_split");
        List<String> names = split.path("columns").valueStream().map(n -> n.asString("")).toList();
        for (JsonNode line : split.path("data")) {
            List<StringProperty> cells = new ArrayList<>();
            for (Signature.Column column : columns) {
                JsonNode cell = line.path(names.indexOf(column.name()));
                cells.add(new SimpleStringProperty(cell.isMissingNode() ? "" : plain(cell)));
            }
            rows.add(cells);
        }
    }

    private static String plain(JsonNode cell) {
        return cell.isString() ? cell.stringValue() : cell.toString();
    }
}
