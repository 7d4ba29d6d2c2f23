package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;
import dev.modeldeck.engine.wire.mlflow.SearchFilter;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MLflow's registry protocol: registered models. */
final class RegisteredModelRoutes {

    private static final Comparator<Found> BY_NAME =
            Comparator.comparing(found -> found.model().name());
    private static final Comparator<Found> BY_CHANGE =
            Comparator.comparing(found -> found.model().updatedAt());

    private static final Search<Found> SEARCH =
            new Search<>(
                    "registered_models",
                    Map.of(
                            "name", BY_NAME,
                            "creation_timestamp",
                                    Comparator.comparing(found -> found.model().createdAt()),
                            "last_updated_timestamp", BY_CHANGE,
                            "timestamp", BY_CHANGE),
                    BY_NAME,
                    100,
                    1_000,
                    found -> RegistryJson.model(found.model()));

    private final Registry registry;

    RegisteredModelRoutes(Registry registry) {
        this.registry = registry;
    }

    void add(RouteTable table) {
        for (String root : RegistryRequests.ROOTS) {
            String path = root + "/registered-models";
            table.group(DatabricksErrors::json)
                    .post(path + "/create", this::create)
                    .post(path + "/rename", this::rename)
                    .add("PATCH", path + "/update", this::update)
                    .add("DELETE", path + "/delete", this::delete)
                    .get(path + "/get", this::get)
                    .get(path + "/search", this::search)
                    .get(path + "/get-latest-versions", this::latest)
                    .post(path + "/get-latest-versions", this::latest)
                    .post(path + "/set-tag", this::setTag)
                    .add("DELETE", path + "/delete-tag", this::deleteTag)
                    .post(path + "/alias", this::setAlias)
                    .add("DELETE", path + "/alias", this::deleteAlias)
                    .get(path + "/alias", this::byAlias);
        }
    }

    private void create(Exchange exchange) {
        Fields fields = exchange.json();
        answer(
                exchange,
                registry.create(
                        RegistryRequests.name(fields),
                        fields.text("description", ""),
                        RegistryRequests.tags(fields),
                        exchange.requester()));
    }

    private void rename(Exchange exchange) {
        Fields fields = exchange.json();
        ModelName to = ModelName.parse(fields.requiredText("new_name"));
        registry.rename(RegistryRequests.name(fields), to, exchange.requester());
        answer(exchange, registry.get(to));
    }

    private void update(Exchange exchange) {
        Fields fields = exchange.json();
        ModelName name = RegistryRequests.name(fields);
        String description = fields.text("description");
        if (description != null) {
            registry.describe(name, null, description, exchange.requester());
        }
        answer(exchange, registry.get(name));
    }

    private void delete(Exchange exchange) {
        registry.delete(RegistryRequests.name(exchange.fields()), exchange.requester());
        exchange.answer(Json.object());
    }

    private void get(Exchange exchange) {
        answer(exchange, registry.get(RegistryRequests.name(exchange.fields())));
    }

    private void search(Exchange exchange) {
        SEARCH.answer(exchange, registry.models().get().stream().map(Found::new));
    }

    private void latest(Exchange exchange) {
        Fields fields = exchange.fields();
        List<String> stages = fields.texts("stages");
        if (stages.stream().anyMatch(stage -> !stage.equalsIgnoreCase("none"))) {
            throw RegistryRequests.stages();
        }
        RegisteredModel model = registry.get(RegistryRequests.name(fields));
        ObjectNode json = Json.object();
        ArrayNode versions = json.putArray("model_versions");
        model.latest().ifPresent(version -> versions.add(RegistryJson.version(model, version)));
        exchange.answer(json);
    }

    private void setTag(Exchange exchange) {
        Fields fields = exchange.json();
        registry.tag(
                RegistryRequests.name(fields),
                null,
                fields.requiredText("key"),
                fields.text("value", ""),
                exchange.requester());
        exchange.answer(Json.object());
    }

    private void deleteTag(Exchange exchange) {
        Fields fields = exchange.fields();
        registry.tag(
                RegistryRequests.name(fields),
                null,
                fields.requiredText("key"),
                null,
                exchange.requester());
        exchange.answer(Json.object());
    }

    private void setAlias(Exchange exchange) {
        Fields fields = exchange.json();
        registry.alias(
                RegistryRequests.name(fields),
                fields.requiredText("alias"),
                RegistryRequests.version(fields),
                exchange.requester());
        exchange.answer(Json.object());
    }

    private void deleteAlias(Exchange exchange) {
        Fields fields = exchange.fields();
        registry.alias(
                RegistryRequests.name(fields),
                fields.requiredText("alias"),
                null,
                exchange.requester());
        exchange.answer(Json.object());
    }

    private void byAlias(Exchange exchange) {
        Fields fields = exchange.fields();
        ModelName name = RegistryRequests.name(fields);
        ModelVersion version = registry.version(name, fields.requiredText("alias"));
        exchange.answer(
                Json.object()
                        .set("model_version", RegistryJson.version(registry.get(name), version)));
    }

    private static void answer(Exchange exchange, RegisteredModel model) {
        exchange.answer(Json.object().set("registered_model", RegistryJson.model(model)));
    }

    /** A model as a search sees it. */
    private record Found(RegisteredModel model) implements SearchFilter.Subject {

        @Override
        public Optional<String> tag(String key) {
            return Optional.ofNullable(model.tags().get(key));
        }

        @Override
        public Optional<String> attribute(String name) {
            return name.equals("name") ? Optional.of(model.name().toString()) : Optional.empty();
        }
    }
}
