package dev.modeldeck.app.models;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line of the table.
 *
 * @param latest number of the newest version; 0 where there is none
 * @param sizeBytes of the newest version
 * @param aliases with the version each points to, by name
 */
record ModelRow(
        ModelName name,
        int latest,
        List<Map.Entry<String, Integer>> aliases,
        long sizeBytes,
        Instant modified,
        List<Map.Entry<String, String>> tags) {

    static ModelRow of(RegisteredModel model) {
        return new ModelRow(
                model.name(),
                model.latest().map(ModelVersion::number).orElse(0),
                model.aliases().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(),
                model.latest().map(ModelVersion::sizeBytes).orElse(0L),
                model.updatedAt(),
                model.tags().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList());
    }

    /** Whether every word of the query is in the name, an alias or a tag. */
    boolean matches(String query) {
        String text = (name + " " + aliases + " " + tags).toLowerCase(Locale.ROOT);
        return List.of(query.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
                .allMatch(text::contains);
    }
}
