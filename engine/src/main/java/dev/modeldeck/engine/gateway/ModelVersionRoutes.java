package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Progress;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;
import dev.modeldeck.engine.wire.mlflow.SearchFilter;
import dev.modeldeck.engine.wire.mlflow.SearchPage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MLflow's registry protocol: model versions. */
final class ModelVersionRoutes {

    /** Says that files stay where they are; MLflow's protocol has no field for it. */
    static final String STORAGE_TAG = "modeldeck.storage";

    private final Registry registry;

    ModelVersionRoutes(Registry registry) {
        this.registry = registry;
    }

    void add(RouteTable table) {
        for (String root : RegistryRequests.ROOTS) {
            String path = root + "/model-versions";
            table.group(DatabricksErrors::json)
                    .post(path + "/create", this::create)
                    .add("PATCH", path + "/update", this::update)
                    .add("DELETE", path + "/delete", this::delete)
                    .get(path + "/get", this::get)
                    .get(path + "/search", this::search)
                    .get(path + "/get-download-uri", this::downloadUri)
                    .post(path + "/set-tag", this::setTag)
                    .add("DELETE", path + "/delete-tag", this::deleteTag)
                    .post(
                            path + "/transition-stage",
                            exchange -> {
                                throw RegistryRequests.stages();
                            });
        }
    }

    private void create(Exchange exchange) {
        Fields fields = exchange.json();
        var tags = RegistryRequests.tags(fields);
        String storage =
                fields.text("storage", tags.getOrDefault(STORAGE_TAG, "COPIED"))
                        .toUpperCase(Locale.ROOT);
        tags.remove(STORAGE_TAG);
        if (!storage.equals("COPIED") && !storage.equals("REFERENCED")) {
            throw Fields.wrong("storage", "must be COPIED or REFERENCED.");
        }
        ModelName name = RegistryRequests.name(fields);
        registry.get(name); // MLflow creates no model by the way
        ModelVersion version;
        try (Disconnects.Watch watch = exchange.watch()) {
            version =
                    registry.register(
                            new NewVersion(
                                    name,
                                    fields.requiredText("source"),
                                    ModelVersion.Storage.valueOf(storage),
                                    fields.text("description", ""),
                                    tags,
                                    exchange.requester()),
                            Progress.none());
        }
        answer(exchange, version);
    }

    private void update(Exchange exchange) {
        Fields fields = exchange.json();
        ModelName name = RegistryRequests.name(fields);
        int version = RegistryRequests.version(fields);
        String description = fields.text("description");
        if (description != null) {
            registry.describe(name, version, description, exchange.requester());
        }
        answer(exchange, registry.version(name, version));
    }

    private void delete(Exchange exchange) {
        Fields fields = exchange.fields();
        registry.deleteVersion(
                RegistryRequests.name(fields),
                RegistryRequests.version(fields),
                exchange.requester());
        exchange.answer(Json.object());
    }

    private void get(Exchange exchange) {
        answer(exchange, asked(exchange.fields()));
    }

    private void downloadUri(Exchange exchange) {
        ModelVersion version = asked(exchange.fields());
        exchange.answer(Json.object().put("artifact_uri", version.location().toUri().toString()));
    }

    private void setTag(Exchange exchange) {
        Fields fields = exchange.json();
        tag(exchange, fields, fields.text("value", ""));
    }

    private void deleteTag(Exchange exchange) {
        tag(exchange, exchange.fields(), null);
    }

    private void tag(Exchange exchange, Fields fields, @Nullable String value) {
        registry.tag(
                RegistryRequests.name(fields),
                RegistryRequests.version(fields),
                fields.requiredText("key"),
                value,
                exchange.requester());
        exchange.answer(Json.object());
    }

    private void search(Exchange exchange) {
        SearchFilter filter = SearchFilter.parse(RegistryRequests.query(exchange, "filter"));
        List<Row> found =
                registry.models().get().stream()
                        .flatMap(model -> model.versions().stream().map(v -> new Row(model, v)))
                        .filter(filter::matches)
                        .sorted(order(exchange.queries("order_by")))
                        .toList();
        SearchPage<Row> page =
                SearchPage.of(
                        found,
                        RegistryRequests.pageSize(exchange, 10_000, 200_000),
                        RegistryRequests.query(exchange, "page_token"));
        ObjectNode json = Json.object();
        ArrayNode versions = json.putArray("model_versions");
        page.items().forEach(row -> versions.add(RegistryJson.version(row.model(), row.version())));
        if (!page.nextToken().isEmpty()) {
            json.put("next_page_token", page.nextToken());
        }
        exchange.answer(json);
    }

    private ModelVersion asked(Fields fields) {
        return registry.version(RegistryRequests.name(fields), RegistryRequests.version(fields));
    }

    private void answer(Exchange exchange, ModelVersion version) {
        RegisteredModel model = registry.get(version.model());
        exchange.answer(Json.object().set("model_version", RegistryJson.version(model, version)));
    }

    private static Comparator<Row> order(List<String> clauses) {
        Comparator<Row> order = (_, _) -> 0;
        for (String clause : clauses) {
            String[] words = clause.strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
            Comparator<Row> next =
                    switch (words[0].replace("`", "")) {
                        case "name" -> Comparator.comparing(Row::name);
                        case "version_number" -> Comparator.comparing(Row::number);
                        case "creation_timestamp" ->
                                Comparator.comparing(row -> row.version().createdAt());
                        case "last_updated_timestamp" ->
                                Comparator.comparing(row -> row.version().updatedAt());
                        default ->
                                throw Fields.wrong(
                                        "order_by",
                                        "takes name, version_number, creation_timestamp and"
                                                + " last_updated_timestamp, with ASC or DESC.");
                    };
            boolean descending = words.length > 1 && words[1].strip().equals("desc");
            order = order.thenComparing(descending ? next.reversed() : next);
        }
        return order.thenComparing(Row::name)
                .thenComparing(Comparator.comparing(Row::number).reversed());
    }

    private record Row(RegisteredModel model, ModelVersion version)
            implements SearchFilter.Subject {

        ModelName name() {
            return model.name();
        }

        Integer number() {
            return version.number();
        }

        @Override
        public Optional<String> tag(String key) {
            return Optional.ofNullable(version.tags().get(key));
        }

        @Override
        public Optional<String> attribute(String name) {
            return switch (name) {
                case "name" -> Optional.of(version.model().toString());
                case "version_number", "version" -> Optional.of(Integer.toString(version.number()));
                case "source_path" -> Optional.of(version.source());
                case "run_id" -> Optional.of("");
                default -> Optional.empty();
            };
        }
    }
}
