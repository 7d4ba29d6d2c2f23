package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The form of an answer: OpenAI's {@code response_format}, vLLM's {@code structured_outputs} and
 * the {@code guided_} keys it had before, and llama.cpp's {@code json_schema} and {@code grammar}.
 */
final class FormFields {

    private static final String OPENAI = "response_format";
    private static final String VLLM = "structured_outputs";

    /** What OpenAI wants a schema to be called where nobody named it. */
    private static final String NAMELESS = "answer";

    private FormFields() {}

    static AnswerForm parse(Fields fields) {
        List<AnswerForm> asked = new ArrayList<>();
        openAi(fields, asked);
        ObjectNode structured = fields.object(VLLM);
        if (structured != null) {
            structured(new Fields(structured), asked);
        }
        refuse(fields, "guided_whitespace_pattern");
        if (fields.has("guided_json")) {
            asked.add(new AnswerForm.Schema("", schema(fields, "guided_json"), true));
        }
        pattern(fields, "guided_regex", asked);
        choice(fields, "guided_choice", asked);
        grammar(fields, "guided_grammar", asked);
        if (fields.has("json_schema")) {
            asked.add(new AnswerForm.Schema("", schema(fields, "json_schema"), true));
        }
        grammar(fields, "grammar", asked);
        if (asked.size() > 1) {
            throw Refusals.unsupported(
                    OPENAI, "The answer is asked for in several forms; ask for one of them.");
        }
        return asked.isEmpty() ? AnswerForm.any() : asked.getFirst();
    }

    /** As OpenAI's own where it has a word for it, else as vLLM takes it. */
    static void write(ObjectNode body, AnswerForm form) {
        switch (form) {
            case AnswerForm.Free _ -> {}
            case AnswerForm.AnyObject _ -> body.putObject(OPENAI).put("type", "json_object");
            case AnswerForm.Schema schema ->
                    body.putObject(OPENAI)
                            .put("type", "json_schema")
                            .putObject("json_schema")
                            .put("name", schema.name().isEmpty() ? NAMELESS : schema.name())
                            .put("strict", schema.strict())
                            .set("schema", schema.schema());
            case AnswerForm.Pattern pattern -> body.putObject(VLLM).put("regex", pattern.regex());
            case AnswerForm.Choice choice -> {
                ArrayNode texts = body.putObject(VLLM).putArray("choice");
                choice.texts().forEach(texts::add);
            }
            case AnswerForm.Grammar grammar -> body.putObject(VLLM).put("grammar", grammar.rules());
        }
    }

    private static void openAi(Fields fields, List<AnswerForm> asked) {
        ObjectNode given = fields.object(OPENAI);
        if (given == null) {
            return;
        }
        Fields format = new Fields(given);
        switch (format.text("type", "")) {
            case "text" -> {}
            case "json_object" ->
                    asked.add(
                            format.has("schema")
                                    ? new AnswerForm.Schema("", schema(format, "schema"), false)
                                    : new AnswerForm.AnyObject());
            case "json_schema" -> asked.add(jsonSchema(format));
            default ->
                    throw Refusals.unsupported(
                            OPENAI,
                            "\"response_format\" must be of type text, json_object or json_schema."
                                    + " Regular expressions, choices and grammars are asked for with"
                                    + " \"structured_outputs\".");
        }
    }

    private static AnswerForm jsonSchema(Fields format) {
        // llama.cpp takes the schema without the object around it.
        ObjectNode inner = format.object("json_schema");
        Fields named = inner == null ? format : new Fields(inner);
        return new AnswerForm.Schema(
                named.text("name", ""), schema(named, "schema"), named.flag("strict"));
    }

    private static void structured(Fields fields, List<AnswerForm> asked) {
        refuse(fields, "whitespace_pattern");
        refuse(fields, "structural_tag");
        if (fields.has("json")) {
            asked.add(new AnswerForm.Schema("", schema(fields, "json"), true));
        }
        if (fields.flag("json_object")) {
            asked.add(new AnswerForm.AnyObject());
        }
        pattern(fields, "regex", asked);
        choice(fields, "choice", asked);
        grammar(fields, "grammar", asked);
    }

    private static void refuse(Fields fields, String key) {
        Refusals.unlessAbsent(fields, key, "\"" + key + "\" is not supported; leave it out.");
    }

    /** An object, true, false, or any of them as a string. */
    private static JsonNode schema(Fields fields, String key) {
        JsonNode value = fields.get(key);
        JsonNode schema =
                value != null && value.isString() ? parsed(key, value.stringValue()) : value;
        if (schema == null) {
            throw Fields.wrong(key, "is required: a JSON schema.");
        }
        if (!(schema.isObject() || schema.isBoolean())) {
            throw Fields.wrong(key, "must be a JSON schema.");
        }
        return schema;
    }

    private static JsonNode parsed(String key, String text) {
        try {
            return Json.parse(text);
        } catch (EngineException e) {
            throw Fields.wrong(key, "must be a JSON schema; it is a text that is no JSON.");
        }
    }

    private static void pattern(Fields fields, String key, List<AnswerForm> asked) {
        String regex = fields.text(key);
        if (regex != null) {
            asked.add(new AnswerForm.Pattern(regex));
        }
    }

    private static void choice(Fields fields, String key, List<AnswerForm> asked) {
        if (fields.has(key)) {
            List<String> texts = fields.texts(key);
            if (texts.isEmpty()) {
                throw Fields.wrong(key, "must list at least one text.");
            }
            asked.add(new AnswerForm.Choice(texts));
        }
    }

    private static void grammar(Fields fields, String key, List<AnswerForm> asked) {
        String rules = fields.text(key);
        if (rules != null) {
            asked.add(new AnswerForm.Grammar(rules));
        }
    }
}
