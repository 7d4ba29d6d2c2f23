package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.signature.SignatureAdapter;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openinference.ModelMetadata;
import dev.modeldeck.engine.wire.openinference.ModelMetadata.TensorSpec;
import dev.modeldeck.engine.wire.openinference.OpenInferenceDialect;
import dev.modeldeck.engine.wire.openinference.OpenInferenceErrors;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The Open Inference Protocol, where each endpoint is a model and each served entity a version,
 * which goes by the entity's name: two models may both serve their version 1.
 */
final class OpenInferenceRoutes {

    private final GatewayServices services;
    private final InferenceRoute inference;

    OpenInferenceRoutes(GatewayServices services, InferenceRoute inference) {
        this.services = services;
        this.inference = inference;
    }

    void add(RouteTable table) {
        RouteTable.Action infer = inference.in(OpenInferenceDialect.ID);
        table.group(OpenInferenceErrors::json)
                .get("/v2", this::server)
                .get("/v2/health/live", e -> e.answer(Json.object().put("live", true)))
                .get("/v2/health/ready", e -> e.answer(Json.object().put("ready", true)))
                .get("/v2/models/{endpoint}", this::metadata)
                .get("/v2/models/{endpoint}/ready", this::ready)
                .post("/v2/models/{endpoint}/infer", infer)
                .get("/v2/models/{endpoint}/versions/{entity}", this::metadata)
                .get("/v2/models/{endpoint}/versions/{entity}/ready", this::ready)
                .post("/v2/models/{endpoint}/versions/{entity}/infer", infer);
    }

    private void server(Exchange exchange) {
        exchange.answer(
                Json.object()
                        .put("name", "modeldeck")
                        .put("version", services.version())
                        .set("extensions", Json.array()));
    }

    private void ready(Exchange exchange) {
        Endpoint endpoint = endpoint(exchange);
        String wanted = exchange.part("entity");
        boolean ready =
                endpoint.state().ready()
                        && (wanted.isEmpty() || answers(endpoint, entity(endpoint, wanted)));
        exchange.answer(
                ready ? 200 : 503,
                Json.object().put("name", endpoint.name().value()).put("ready", ready));
    }

    private static boolean answers(Endpoint endpoint, ServedEntity entity) {
        return endpoint.entities().stream()
                .filter(status -> !status.pending() && status.servedEntity().equals(entity.name()))
                .anyMatch(status -> status.deployment() == Endpoint.Deployment.DEPLOYMENT_READY);
    }

    private void metadata(Exchange exchange) {
        Endpoint endpoint = endpoint(exchange);
        EndpointConfig config = config(endpoint);
        String wanted = exchange.part("entity");
        ServedEntity entity =
                wanted.isEmpty() ? config.entities().getFirst() : entity(endpoint, wanted);
        Inspection inspection =
                entity.registered()
                        .map(of -> services.registry().version(of.model(), of.version()))
                        .map(ModelVersion::inspection)
                        .orElse(null);
        Signature signature = inspection == null ? null : inspection.signature();
        exchange.answer(
                new ModelMetadata(
                                endpoint.name().value(),
                                config.entities().stream().map(ServedEntity::name).toList(),
                                inspection == null ? "external" : inspection.format(),
                                signature == null
                                        ? List.of()
                                        : specs(SignatureAdapter.inputs(signature)),
                                signature == null ? List.of() : named(specs(signature.outputs())))
                        .json());
    }

    private Endpoint endpoint(Exchange exchange) {
        return services.endpoints().get(new EndpointName(exchange.part("endpoint")));
    }

    private static EndpointConfig config(Endpoint endpoint) {
        return endpoint.config()
                .orElseThrow(() -> EngineException.notFound("The endpoint serves nothing yet."));
    }

    private static ServedEntity entity(Endpoint endpoint, String name) {
        List<ServedEntity> entities = config(endpoint).entities();
        return entities.stream()
                .filter(entity -> entity.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        EngineException.notFound(
                                "The endpoint serves no version \"%s\". It has: %s."
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ",
                                                        entities.stream()
                                                                .map(ServedEntity::name)
                                                                .toList()))));
    }

    private static List<TensorSpec> specs(List<? extends Signature.Field> fields) {
        return fields.stream()
                .map(field ->
                        switch (field) {
                            case Signature.Column column ->
                                    new TensorSpec(
                                            column.name(), ofColumn(column.type()), List.of(-1L));
                            case Signature.TensorField tensor ->
                                    new TensorSpec(
                                            tensor.name(), ofNumpy(tensor.dtype()), tensor.shape());
                        })
                .toList();
    }

    /** Where an output has no name the answer calls it {@code output0}, by its place. */
    private static List<TensorSpec> named(List<TensorSpec> outputs) {
        if (outputs.stream().noneMatch(output -> output.name().isEmpty())) {
            return outputs;
        }
        return IntStream.range(0, outputs.size())
                .mapToObj(i ->
                        new TensorSpec(
                                "output" + i, outputs.get(i).datatype(), outputs.get(i).shape()))
                .toList();
    }

    private static String ofColumn(String type) {
        return switch (type) {
            case "double" -> "FP64";
            case "float" -> "FP32";
            case "long" -> "INT64";
            case "integer" -> "INT32";
            case "boolean" -> "BOOL";
            default -> "BYTES";
        };
    }

    private static String ofNumpy(String dtype) {
        return switch (dtype) {
            case "float64" -> "FP64";
            case "float32" -> "FP32";
            case "float16" -> "FP16";
            case "bool" -> "BOOL";
            case "str", "object", "bytes" -> "BYTES";
            default -> dtype.toUpperCase(Locale.ROOT);
        };
    }
}
