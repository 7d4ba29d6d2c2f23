package dev.modeldeck.engine.gateway.snippet;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Signature;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A request that a model answers: its own input example where it has one, else one made from its
 * task and signature.
 *
 * @param dialect as in {@code DialectCalls.Call}
 * @param body JSON, indented
 */
public record ExampleRequest(String dialect, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String QUESTION = "What is a served entity?";
    private static final String ANSWER = "It is a model version that an endpoint serves.";
    private static final String ELSEWHERE = "Paris is the capital of France.";
    private static final int TOKENS = 128;

    public static ExampleRequest of(String endpoint, Inspection inspection) {
        return switch (inspection.task()) {
            case CHAT -> new ExampleRequest("openai-chat", pretty(chat(endpoint)));
            case COMPLETION ->
                    new ExampleRequest("openai-completions", pretty(completion(endpoint)));
            case EMBEDDING ->
                    new ExampleRequest(
                            "openai-embeddings",
                            pretty(texts(endpoint, QUESTION, ANSWER, ELSEWHERE)));
            case CLASSIFICATION ->
                    new ExampleRequest(
                            "classify",
                            pretty(
                                    texts(
                                            endpoint,
                                            "This is exactly what I was looking for.",
                                            "It broke on the second day.")));
            case RERANKING -> new ExampleRequest("rerank", pretty(documents(endpoint)));
            case TENSORS -> table(inspection);
        };
    }

    private static ObjectNode texts(String endpoint, String... texts) {
        ObjectNode body = JSON.createObjectNode().put("model", endpoint);
        ArrayNode input = body.putArray("input");
        List.of(texts).forEach(input::add);
        return body;
    }

    private static ObjectNode documents(String endpoint) {
        ObjectNode body = JSON.createObjectNode().put("model", endpoint).put("query", QUESTION);
        body.putArray("documents").add(ANSWER).add(ELSEWHERE);
        return body;
    }

    private static ObjectNode chat(String endpoint) {
        ObjectNode body = JSON.createObjectNode().put("model", endpoint);
        body.putArray("messages").addObject().put("role", "user").put("content", QUESTION);
        return body.put("max_tokens", TOKENS);
    }

    private static ObjectNode completion(String endpoint) {
        return JSON.createObjectNode()
                .put("model", endpoint)
                .put("prompt", "A served entity is")
                .put("max_tokens", TOKENS);
    }

    private static ExampleRequest table(Inspection inspection) {
        String example = inspection.inputExample();
        if (example != null && !example.isBlank()) {
            return new ExampleRequest("databricks", pretty(JSON.readTree(example)));
        }
        Signature signature = inspection.signature();
        ObjectNode body = JSON.createObjectNode();
        if (signature == null || signature.inputs().isEmpty()) {
            body.putArray("inputs").addArray().add(0.0);
            return new ExampleRequest("databricks", pretty(body));
        }
        ObjectNode split = JSON.createObjectNode();
        ArrayNode columns = split.putArray("columns");
        ArrayNode row = split.putArray("data").addArray();
        ObjectNode tensors = JSON.createObjectNode();
        for (Signature.Field field : signature.inputs()) {
            switch (field) {
                case Signature.Column column -> {
                    columns.add(column.name());
                    row.add(value(column.type()));
                }
                case Signature.TensorField tensor -> tensors.set(tensor.name(), zeros(tensor, 0));
            }
        }
        if (columns.isEmpty()) {
            boolean unnamed = tensors.size() == 1 && tensors.has("");
            body.set("inputs", unnamed ? tensors.get("") : tensors);
        } else {
            body.set("dataframe_split", split);
        }
        return new ExampleRequest("databricks", pretty(body));
    }

    private static JsonNode value(String type) {
        return switch (type) {
            case "string" -> JSON.getNodeFactory().stringNode("text");
            case "boolean" -> JSON.getNodeFactory().booleanNode(false);
            case "integer", "long" -> JSON.getNodeFactory().numberNode(1);
            case "datetime" -> JSON.getNodeFactory().stringNode("2026-01-01T00:00:00");
            default -> JSON.getNodeFactory().numberNode(1.0);
        };
    }

    /** Nested zeros of the tensor's shape; one where any size goes. */
    private static JsonNode zeros(Signature.TensorField tensor, int axis) {
        if (axis == tensor.shape().size()) {
            boolean whole = tensor.dtype().startsWith("int") || tensor.dtype().startsWith("uint");
            return whole
                    ? JSON.getNodeFactory().numberNode(0)
                    : JSON.getNodeFactory().numberNode(0.0);
        }
        ArrayNode values = JSON.createArrayNode();
        long size = Math.max(1, tensor.shape().get(axis));
        for (long i = 0; i < size; i++) {
            values.add(zeros(tensor, axis + 1));
        }
        return values;
    }

    private static String pretty(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }
}
