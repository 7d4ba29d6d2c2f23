package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.registry.ModelName;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A version of a registry elsewhere that is to be registered here.
 *
 * @param connection its id
 * @param model the id of the model in that registry
 * @param number of the version there
 * @param as the name of the model here; made where it is missing
 * @param source as it is noted with the version
 * @param tags of the version here
 * @param aliases that are to point to it here
 */
public record NewImport(
        String connection,
        String model,
        String number,
        ModelName as,
        String source,
        String description,
        Map<String, String> tags,
        List<String> aliases) {

    private static final int LONGEST = 255;

    public NewImport {
        tags = Map.copyOf(tags);
        aliases = List.copyOf(aliases);
    }

    /**
     * What is proposed to a person: everything that the version says of itself, but no alias, since
     * those are mostly used here already.
     *
     * @param address of the server
     */
    public static NewImport of(String connection, String address, RemoteRegistry.Version version) {
        Map<String, String> tags = new LinkedHashMap<>(version.tags());
        if (!version.run().isEmpty()) {
            tags.put("mlflow.run_id", version.run());
        }
        if (!version.source().isEmpty()) {
            tags.put("mlflow.source", version.source());
        }
        return new NewImport(
                connection,
                version.model(),
                version.number(),
                name(version.name()),
                "models:/%s/%s at %s".formatted(version.name(), version.number(), address),
                version.description(),
                tags,
                List.of());
    }

    public NewImport withAs(ModelName name) {
        return new NewImport(connection, model, number, name, source, description, tags, aliases);
    }

    public NewImport withAliases(List<String> names) {
        return new NewImport(connection, model, number, as, source, description, tags, names);
    }

    /** Whether both are the same version of the same registry. */
    boolean same(NewImport other) {
        return connection.equals(other.connection)
                && model.equals(other.model)
                && number.equals(other.number);
    }

    /** MLflow takes almost any text for a name. */
    private static ModelName name(String text) {
        List<String> parts = Arrays.stream(text.split("\\.", -1)).map(NewImport::part).toList();
        return parts.size() == 3
                ? new ModelName(parts.get(0), parts.get(1), parts.get(2))
                : ModelName.parse(parts.stream().collect(Collectors.joining("_")));
    }

    private static String part(String text) {
        String plain = text.replaceAll("[^\\w -]", "_");
        return plain.isEmpty() ? "_" : plain.substring(0, Math.min(LONGEST, plain.length()));
    }
}
