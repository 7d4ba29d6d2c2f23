package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.WindowMemory;

import javafx.collections.ListChangeListener;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.stream.Collectors;

/** Keeps the columns and the parameters as they were left, between starts. */
final class PlaygroundMemory {

    private static final String COLUMNS = "playground.columns";
    private static final String PARAMETERS = "playground.parameters";
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    // What an earlier version did not know is off, or none.
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private final PlaygroundViewModel model;
    private final WindowMemory memory;

    private PlaygroundMemory(PlaygroundViewModel model, WindowMemory memory) {
        this.model = model;
        this.memory = memory;
    }

    /**
     * @param endpoints that there are: a column of one that is gone does not come back
     */
    static void keep(PlaygroundViewModel model, WindowMemory memory, List<String> endpoints) {
        PlaygroundMemory kept = new PlaygroundMemory(model, memory);
        kept.restore(endpoints);
        kept.follow();
    }

    private void restore(List<String> endpoints) {
        for (String name : memory.get(COLUMNS).orElse("").split(",")) {
            if (endpoints.contains(name)
                    && model.columns().size() < PlaygroundViewModel.MOST_COLUMNS) {
                model.addColumn().endpoint().set(name);
            }
        }
        try {
            memory.get(PARAMETERS)
                    .map(json -> JSON.readValue(json, Parameters.class))
                    .ifPresent(model.parameters()::set);
        } catch (JacksonException e) {
            // written by another version: the usual ones hold
        }
    }

    private void follow() {
        model.columns().forEach(this::follow);
        model.columns()
                .addListener(
                        (ListChangeListener<ColumnViewModel>)
                                change -> {
                                    while (change.next()) {
                                        change.getAddedSubList().forEach(this::follow);
                                    }
                                    saveColumns();
                                });
        model.parameters()
                .addListener((parameters, before, now) ->
                        memory.put(PARAMETERS, JSON.writeValueAsString(now)));
    }

    private void follow(ColumnViewModel column) {
        column.endpoint().addListener((endpoint, before, now) -> saveColumns());
    }

    private void saveColumns() {
        memory.put(
                COLUMNS,
                model.columns().stream()
                        .map(column -> column.endpoint().get())
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.joining(",")));
    }
}
