package dev.modeldeck.engine.gateway.snippet;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/** A call as Python: the openai package for its dialect, requests for the others. */
public final class PythonCode {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String PICTURE =
            """
            import base64


            def picture(name):
                with open(name, "rb") as file:
                    return base64.b64encode(file.read()).decode()


            """;

    private PythonCode() {}

    /** Code that runs as it is; a body that is no JSON is sent as it stands. */
    public static String of(SampleCall call) {
        EnclosedPictures pictures = EnclosedPictures.of(call.body());
        if (pictures.isEmpty()) {
            return plain(call);
        }
        // A place ends a string, as nothing follows a picture's bytes.
        String code = plain(call.with(pictures.body()));
        for (String file : pictures.files()) {
            code =
                    code.replace(
                            EnclosedPictures.place(file) + "\"",
                            "\" + picture(" + string(file) + ")");
        }
        return PICTURE + code;
    }

    private static String plain(SampleCall call) {
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (JacksonException e) {
            return posted(call, "data", string(call.body()));
        }
        return switch (call.dialect()) {
            case "openai-chat" ->
                    openAi(call, body, "chat.completions", ".message.content", ".delta.content");
            case "openai-completions" -> openAi(call, body, "completions", ".text", ".text");
            case "openai-embeddings" ->
                    asked(call, body, "embeddings")
                            + "for item in answer.data:\n"
                            + "    print(item.index, len(item.embedding), item.embedding[:4])\n";
            default -> posted(call, "json", literal(body, 0));
        };
    }

    private static String openAi(
            SampleCall call, JsonNode body, String resource, String whole, String delta) {
        String printed =
                body.path("stream").asBoolean(false)
                        ? "for chunk in answer:\n    if chunk.choices:\n        print(chunk.choices[0]"
                                + delta
                                + " or \"\", end=\"\", flush=True)\n"
                        : "print(answer.choices[0]" + whole + ")\n";
        return asked(call, body, resource) + printed;
    }

    private static String asked(SampleCall call, JsonNode body, String resource) {
        StringBuilder code = new StringBuilder();
        code.append(call.needsToken() ? "import os\n\n" : "");
        code.append("from openai import OpenAI\n\n");
        code.append("client = OpenAI(base_url=").append(string(call.base() + "/v1"));
        code.append(", api_key=").append(token(call, "\"not-needed\"")).append(")\n");
        code.append("answer = client.").append(resource).append(".create(\n");
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            boolean own = OpenAiParameters.KNOWN.contains(entry.getKey());
            if (own) {
                code.append("    ").append(entry.getKey()).append("=");
                code.append(literal(entry.getValue(), 1)).append(",\n");
            }
        }
        return code.append(OpenAiParameters.extra(body)).append(")\n").toString();
    }

    private static String posted(SampleCall call, String argument, String body) {
        StringBuilder code = new StringBuilder(call.needsToken() ? "import os\n\n" : "");
        code.append("import requests\n\nanswer = requests.post(\n    ").append(string(call.url()));
        code.append(",\n");
        code.append("    headers={\"Content-Type\": \"application/json\"");
        if (call.needsToken()) {
            code.append(", \"Authorization\": \"Bearer \" + ").append(token(call, ""));
        }
        code.append("},\n    ").append(argument).append("=").append(body).append(",\n");
        code.append("    timeout=300,\n)\nanswer.raise_for_status()\nprint(answer.json())\n");
        return code.toString();
    }

    private static String token(SampleCall call, String otherwise) {
        return call.needsToken() ? "os.environ[\"" + SampleCall.TOKEN + "\"]" : otherwise;
    }

    /** JSON as a Python literal, indented. */
    static String literal(JsonNode value, int depth) {
        String inner = "    ".repeat(depth + 1);
        String outer = "    ".repeat(depth);
        if (value.isObject() && !value.isEmpty()) {
            StringBuilder text = new StringBuilder("{\n");
            value.properties()
                    .forEach(e ->
                            text.append(inner)
                                    .append(string(e.getKey()))
                                    .append(": ")
                                    .append(literal(e.getValue(), depth + 1))
                                    .append(",\n"));
            return text.append(outer).append("}").toString();
        }
        if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainer)) {
            StringBuilder text = new StringBuilder("[\n");
            value.forEach(e -> text.append(inner).append(literal(e, depth + 1)).append(",\n"));
            return text.append(outer).append("]").toString();
        }
        if (value.isArray()) {
            return "["
                    + String.join(", ", value.valueStream().map(e -> literal(e, depth)).toList())
                    + "]";
        }
        return scalar(value);
    }

    private static String scalar(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        if (value.isNull()) {
            return "None";
        }
        return value.isString() ? string(value.stringValue()) : value.toString();
    }

    /** JSON's escapes are Python's too. */
    static String string(String text) {
        return JSON.writeValueAsString(text);
    }
}
