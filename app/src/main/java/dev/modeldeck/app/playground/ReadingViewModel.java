package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.snippet.ExampleRequest;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Inspection.Task;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** Texts for a model that reads them; documents with a query where it ranks. */
final class ReadingViewModel {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Texts texts = Texts.of("playground");
    private final Task task;
    private final String endpoint;
    private final String dialect;
    private final StringProperty query = new SimpleStringProperty("");
    private final ObservableList<StringProperty> rows = FXCollections.observableArrayList();

    /** Begins with the example that code for this model is shown with. */
    ReadingViewModel(Inspection inspection, String endpoint) {
        this.task = inspection.task();
        this.endpoint = endpoint;
        ExampleRequest example = ExampleRequest.of(endpoint, inspection);
        this.dialect = example.dialect();
        JsonNode body = JSON.readTree(example.body());
        query.set(body.path("query").asString(""));
        body.path(list()).forEach(text -> rows.add(new SimpleStringProperty(text.asString(""))));
    }

    /** Whether documents are ranked by a query. */
    boolean ranks() {
        return task == Task.RERANKING;
    }

    Task task() {
        return task;
    }

    StringProperty query() {
        return query;
    }

    ObservableList<StringProperty> rows() {
        return rows;
    }

    void addRow() {
        rows.add(new SimpleStringProperty(""));
    }

    void removeRow(StringProperty row) {
        if (rows.size() > 1) {
            rows.remove(row);
        }
    }

    /** What is not filled in, in a sentence; empty when all is. */
    Optional<String> complaint() {
        if (ranks() && query.get().isBlank()) {
            return Optional.of(texts.get("reading.query.empty"));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).get().isBlank()) {
                return Optional.of(texts.get("reading.empty", i + 1));
            }
        }
        return Optional.empty();
    }

    String dialect() {
        return dialect;
    }

    String body() {
        ObjectNode body = JSON.createObjectNode().put("model", endpoint);
        if (ranks()) {
            body.put("query", query.get().strip());
        }
        ArrayNode all = body.putArray(list());
        rows.forEach(row -> all.add(row.get().strip()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    private String list() {
        return ranks() ? "documents" : "input";
    }
}
