package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.regex.Pattern;

/** The three-level name of a registered model: {@code catalog.schema.model}. */
public record ModelName(String catalog, String schema, String model)
        implements Comparable<ModelName> {

    public static final String DEFAULT_CATALOG = "main";
    public static final String DEFAULT_SCHEMA = "default";

    private static final Pattern PART = Pattern.compile("[\\w -]{1,255}");

    public ModelName {
        if (!PART.matcher(catalog).matches()
                || !PART.matcher(schema).matches()
                || !PART.matcher(model).matches()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "A model name reads catalog.schema.model, each part of letters, digits,"
                                    + " spaces, dashes and underscores.",
                            "name"));
        }
    }

    /**
     * Reads {@code catalog.schema.model}; a single part stands in the default catalog and schema.
     */
    public static ModelName parse(String text) {
        String[] parts = text.split("\\.", -1);
        return switch (parts.length) {
            case 1 -> new ModelName(DEFAULT_CATALOG, DEFAULT_SCHEMA, parts[0]);
            case 3 -> new ModelName(parts[0], parts[1], parts[2]);
            default ->
                    throw new EngineException(
                            new Problem.Invalid(
                                    "\""
                                            + text
                                            + "\" is not a model name: write catalog.schema.model,"
                                            + " or one word for the default schema.",
                                    "name"));
        };
    }

    @Override
    public int compareTo(ModelName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return catalog + "." + schema + "." + model;
    }
}
