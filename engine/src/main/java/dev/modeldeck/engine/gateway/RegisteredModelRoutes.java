package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;
import dev.modeldeck.engine.wire.mlflow.SearchFilter;
import dev.modeldeck.engine.wire.mlflow.SearchPage;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MLflow's registry protocol: registered models. */
final class RegisteredModelRoutes {

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
        SearchFilter filter = SearchFilter.parse(RegistryRequests.query(exchange, "filter"));
        List<RegisteredModel> found =
                registry.models().get().stream()
                        .filter(model -> filter.matches(subject(model)))
                        .sorted(order(exchange.queries("order_by")))
                        .toList();
        SearchPage<RegisteredModel> page =
                SearchPage.of(
                        found,
                        RegistryRequests.pageSize(exchange, 100, 1000),
                        RegistryRequests.query(exchange, "page_token"));
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("registered_models");
        page.items().forEach(model -> models.add(RegistryJson.model(model)));
        if (!page.nextToken().isEmpty()) {
            json.put("next_page_token", page.nextToken());
        }
        exchange.answer(json);
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

    private static SearchFilter.Subject subject(RegisteredModel model) {
        return new SearchFilter.Subject() {
            @Override
            public Optional<String> tag(String key) {
                return Optional.ofNullable(model.tags().get(key));
            }

            @Override
            public Optional<String> attribute(String name) {
                return name.equals("name")
                        ? Optional.of(model.name().toString())
                        : Optional.empty();
            }
        };
    }

    private static Comparator<RegisteredModel> order(List<String> clauses) {
        Comparator<RegisteredModel> order = (_, _) -> 0;
        for (String clause : clauses) {
            String[] words = clause.strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
            Comparator<RegisteredModel> next =
                    switch (words[0].replace("`", "")) {
                        case "name" -> Comparator.comparing(RegisteredModel::name);
                        case "creation_timestamp" ->
                                Comparator.comparing(RegisteredModel::createdAt);
                        case "last_updated_timestamp", "timestamp" ->
                                Comparator.comparing(RegisteredModel::updatedAt);
                        default ->
                                throw Fields.wrong(
                                        "order_by",
                                        "takes name, creation_timestamp and"
                                                + " last_updated_timestamp, with ASC or DESC.");
                    };
            boolean descending = words.length > 1 && words[1].strip().equals("desc");
            order = order.thenComparing(descending ? next.reversed() : next);
        }
        return order.thenComparing(RegisteredModel::name);
    }
}
