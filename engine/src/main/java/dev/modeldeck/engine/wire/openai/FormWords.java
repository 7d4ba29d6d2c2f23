package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server wants to be told of the form of an answer, where OpenAI has no word for it: a
 * regular expression, one of several texts, a grammar. Bodies come with vLLM's {@code
 * structured_outputs}.
 */
public enum FormWords {
    /** JSON only, as OpenAI has it. */
    OPENAI {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            return false;
        }
    },
    VLLM {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            body.set(KEY, form);
            return true;
        }
    },
    /**
     * Of a server that nobody knows: in the words of all, as each passes over those of the others.
     */
    ANY {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            body.set(KEY, form);
            if (form.has("choice")) {
                LLAMA_CPP.fit(body, form);
                SGLANG.fit(body, form);
                body.set("guided_choice", form.get("choice"));
            }
            move(form, "grammar", body, "grammar");
            move(form, "grammar", body, "ebnf");
            move(form, "regex", body, "regex");
            move(form, "regex", body, "guided_regex");
            return true;
        }
    },
    /** {@code grammar} in GBNF. */
    LLAMA_CPP {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            if (form.has("choice")) {
                String texts =
                        texts(form)
                                .map(Json::write)
                                .collect(Collectors.joining(" | ", "root ::= ", ""));
                body.put("grammar", texts);
                return true;
            }
            return move(form, "grammar", body, "grammar");
        }
    },
    /** {@code regex} and {@code ebnf}. */
    SGLANG {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            if (form.has("choice")) {
                body.put("regex", anyOf(form));
                return true;
            }
            return move(form, "regex", body, "regex") || move(form, "grammar", body, "ebnf");
        }
    },
    /** {@code response_format} with a {@code value}. */
    TGI {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            if (!form.has("regex") && !form.has("choice")) {
                return false;
            }
            String regex = form.has("regex") ? form.path("regex").asString("") : anyOf(form);
            body.putObject(FORMAT).put("type", "regex").put("value", regex);
            return true;
        }

        @Override
        void json(ObjectNode body, JsonNode schema) {
            body.putObject(FORMAT).put("type", "json_object").set("value", schema);
        }
    },
    /** LM Studio: any JSON object is asked for by a schema, too. */
    SCHEMA_ONLY {
        @Override
        boolean fit(ObjectNode body, JsonNode form) {
            return false;
        }

        @Override
        void json(ObjectNode body, JsonNode schema) {
            if (body.path(FORMAT).path("type").asString("").equals("json_object")) {
                body.putObject(FORMAT)
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "answer")
                        .set("schema", schema);
            }
        }
    };

    static final String KEY = "structured_outputs";
    static final String FORMAT = "response_format";

    /** Says the form in the server's words; what it has no words for is added to the ignored. */
    void fit(ObjectNode body, List<String> ignored) {
        JsonNode format = body.path(FORMAT);
        if (format.isObject()) {
            JsonNode schema = format.path("json_schema").path("schema");
            json(body, schema.isMissingNode() ? Json.object().put("type", "object") : schema);
        }
        JsonNode form = body.remove(KEY);
        if (form != null && !fit(body, form)) {
            ignored.add(KEY);
        }
    }

    /** Says the form; whether the server can be told at all. */
    abstract boolean fit(ObjectNode body, JsonNode form);

    /** Changes {@code response_format}; as OpenAI has it where nothing is done. */
    void json(ObjectNode body, JsonNode schema) {}

    private static boolean move(JsonNode form, String from, ObjectNode body, String to) {
        if (form.has(from)) {
            body.set(to, form.get(from));
            return true;
        }
        return false;
    }

    private static Stream<JsonNode> texts(JsonNode form) {
        return form.path("choice").valueStream();
    }

    private static String anyOf(JsonNode form) {
        return texts(form)
                .map(text -> SIGNS.matcher(text.asString("")).replaceAll("\\\\$0"))
                .collect(Collectors.joining("|", "(", ")"));
    }

    private static final Pattern SIGNS = Pattern.compile("[\\\\^$.|?*+()\\[\\]{}]");
}
