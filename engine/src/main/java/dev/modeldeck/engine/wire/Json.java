package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out: strangers' texts are read with limits, ours are whole Unicode and finite. */
public final class Json {

    /** How deep a body may nest; protects the stack of everything that walks the tree. */
    public static final int DEEPEST = 200;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxStringLength(64 << 20)
                                                    .build())
                                    .build())
                    .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    /** Reads a body that must be a JSON object; an invalid-request problem says where it is not. */
    public static ObjectNode parseObject(String text) {
        if (text.isBlank()) {
            throw EngineException.invalid("The body is empty. Send a JSON object.");
        }
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw EngineException.invalid("The body must be a JSON object, in curly braces.");
    }

    /** Reads any JSON value. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new EngineException(new Problem.Invalid(malformed(e)), e);
        }
    }

    /** Writes compact JSON; half surrogate pairs become the replacement character. */
    public static String write(JsonNode node) {
        return wholeCharacters(MAPPER.writeValueAsString(node));
    }

    /** The same with whole characters only in all its texts. */
    public static ObjectNode wholeCharacters(ObjectNode node) {
        return parseObject(write(node));
    }

    /** The text with each lone surrogate, which no UTF-8 can hold, replaced by U+FFFD. */
    public static String wholeCharacters(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            mended = mended == null ? new StringBuilder(text) : mended;
            mended.setCharAt(i, '\uFFFD');
        }
        return mended == null ? text : mended.toString();
    }

    private static String malformed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where =
                at == null || at.getLineNr() < 1
                        ? ""
                        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        // Jackson's own words quote the body and name classes: neither is for the caller.
        if (e instanceof StreamConstraintsException) {
            boolean deep = e.getOriginalMessage().contains("nesting depth");
            return (deep
                            ? "The body nests deeper than " + DEEPEST + " levels"
                            : "The body holds a number, name or text that is too long")
                    + where
                    + ".";
        }
        return "The body is not valid JSON"
                + where
                + ". Check quotes, commas and brackets; NaN and Infinity are not JSON.";
    }
}
