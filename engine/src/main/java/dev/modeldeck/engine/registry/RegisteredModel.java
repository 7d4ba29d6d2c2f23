package dev.modeldeck.engine.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model and its versions, newest first. */
public record RegisteredModel(
        ModelName name,
        String description,
        Map<String, String> tags,
        Map<String, Integer> aliases,
        String creator,
        Instant createdAt,
        Instant updatedAt,
        List<ModelVersion> versions) {

    public RegisteredModel {
        tags = Map.copyOf(tags);
        aliases = Map.copyOf(aliases);
        versions = List.copyOf(versions);
    }

    public Optional<ModelVersion> latest() {
        return versions.stream().findFirst();
    }

    public Optional<ModelVersion> version(int number) {
        return versions.stream().filter(v -> v.number() == number).findFirst();
    }

    /** Aliases that point to the version, in alphabetical order. */
    public List<String> aliasesOf(int number) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue() == number)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
