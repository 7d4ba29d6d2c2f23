package dev.modeldeck.app.playground;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

import dev.modeldeck.app.fx.Texts;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether schemas, tools and answers are what they should be, by JSON Schema's draft 2020-12. What
 * is wrong is told in a sentence; nothing is fetched.
 */
final class JsonCheck {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final DefaultPrettyPrinter LAID_OUT =
            new DefaultPrettyPrinter(
                    Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER));
    private static final SchemaLocation SCHEMA_OF_SCHEMAS =
            SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");

    private static final Texts TEXTS = Texts.of("playground");

    private JsonCheck() {}

    /** What is wrong with a schema; empty if nothing. */
    static Optional<String> schema(String text) {
        return json(text).or(() -> schema(JSON.readTree(text)));
    }

    /** What is wrong with a list of tools; empty if nothing. */
    static Optional<String> tools(String text) {
        return text.isBlank() ? Optional.empty() : json(text).or(() -> tools(JSON.readTree(text)));
    }

    /** What is wrong with an answer; empty if nothing. */
    static Optional<String> answer(Shape shape, String text) {
        return switch (shape.format()) {
            case TEXT -> Optional.empty();
            case JSON ->
                    json(text)
                            .or(() ->
                                    JSON.readTree(text).isObject()
                                            ? Optional.empty()
                                            : Optional.of(TEXTS.get("check.object")));
            case SCHEMA -> json(text).or(() -> validated(shape.schema(), text));
        };
    }

    /** The same, laid out to be read; as it is where it is no JSON. */
    static String laidOut(String text) {
        try {
            return JSON.writer().with(LAID_OUT).writeValueAsString(JSON.readTree(text));
        } catch (JacksonException e) {
            return text;
        }
    }

    /** The same as a block of code in Markdown; JSON has no line that begins as its end does. */
    static String block(String text) {
        return "````````json\n" + laidOut(text) + "\n````````";
    }

    /** The properties of a schema that is right, for a person who asks which one it is. */
    static String properties(String schema) {
        JsonNode properties = tree(schema).path("properties");
        return properties.isEmpty()
                ? TEXTS.get("schema.valid")
                : String.join(", ", properties.propertyNames());
    }

    /** The names of tools. */
    static String toolNames(String tools) {
        return tree(tools)
                .valueStream()
                .map(tool -> tool.at("/function/name").asString(""))
                .collect(Collectors.joining(", "));
    }

    private static JsonNode tree(String text) {
        return json(text).isPresent() ? JSON.createArrayNode() : JSON.readTree(text);
    }

    private static Optional<String> json(String text) {
        if (text.isBlank()) {
            return Optional.of(TEXTS.get("check.empty"));
        }
        try {
            JSON.readTree(text);
            return Optional.empty();
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            return Optional.of(
                    at == null || at.getLineNr() < 1
                            ? TEXTS.get("check.json")
                            : TEXTS.get("check.json.at", at.getLineNr(), at.getColumnNr()));
        }
    }

    private static Optional<String> schema(JsonNode schema) {
        if (!schema.isObject()) {
            return Optional.of(TEXTS.get("check.schema.object"));
        }
        try {
            SchemaRegistry registry = registry();
            Optional<String> wrong = first(registry.getSchema(SCHEMA_OF_SCHEMAS).validate(schema));
            if (wrong.isEmpty()) {
                registry.getSchema(schema).initializeValidators();
            }
            return wrong;
        } catch (SchemaException e) {
            return Optional.of(TEXTS.get("check.schema.reference"));
        }
    }

    private static Optional<String> tools(JsonNode tools) {
        if (!tools.isArray()) {
            return Optional.of(TEXTS.get("check.tools.array"));
        }
        Set<String> names = new HashSet<>();
        for (JsonNode tool : tools) {
            JsonNode function = tool.path("function");
            String name = function.path("name").asString("");
            if (!tool.path("type").asString("").equals("function") || name.isEmpty()) {
                return Optional.of(TEXTS.get("check.tools.function"));
            }
            if (!names.add(name)) {
                return Optional.of(TEXTS.get("check.tools.twice", name));
            }
            Optional<String> wrong =
                    function.has("parameters")
                            ? schema(function.path("parameters"))
                            : Optional.empty();
            if (wrong.isPresent()) {
                return Optional.of(name + ": " + wrong.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> validated(String schema, String text) {
        if (schema(schema).isPresent()) {
            return Optional.of(TEXTS.get("check.schema.none"));
        }
        Schema validator = registry().getSchema(JSON.readTree(schema));
        return first(validator.validate(JSON.readTree(text)));
    }

    /** Anew each time: it remembers schemas by the ids that they give themselves. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                        builder.schemaRegistryConfig(
                                SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()));
    }

    private static Optional<String> first(List<Error> errors) {
        return errors.stream()
                .findFirst()
                .map(error -> {
                    String place = error.getInstanceLocation().toString();
                    return TEXTS.get(
                            "check.wrong", place.isEmpty() ? "/" : place, error.getMessage());
                });
    }
}
