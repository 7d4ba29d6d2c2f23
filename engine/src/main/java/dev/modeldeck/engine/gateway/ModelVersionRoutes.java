package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;
import dev.modeldeck.engine.wire.mlflow.SearchFilter;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** MLflow's registry protocol: model versions. */
final class ModelVersionRoutes {

    /** Says that files stay where they are; MLflow's protocol has no field for it. */
    static final String STORAGE_TAG = "modeldeck.storage";

    private static final Comparator<Found> BY_NAME =
            Comparator.comparing(found -> found.model().name());
    private static final Comparator<Found> BY_NUMBER =
            Comparator.comparing(found -> found.version().number());

    private static final Search<Found> SEARCH =
            new Search<>(
                    "model_versions",
                    Map.of(
                            "name",
                            BY_NAME,
                            "version_number",
                            BY_NUMBER,
                            "creation_timestamp",
                            Comparator.comparing(found -> found.version().createdAt()),
                            "last_updated_timestamp",
                            Comparator.comparing(found -> found.version().updatedAt())),
                    BY_NAME.thenComparing(BY_NUMBER.reversed()),
                    10_000,
                    200_000,
                    found -> RegistryJson.version(found.model(), found.version()));

    private final Registry registry;
    private final Registrations registrations;

    ModelVersionRoutes(Registry registry) {
        this.registry = registry;
        this.registrations = new Registrations(registry);
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
        ModelVersion version =
                registrations.run(
                        new NewVersion(
                                name,
                                fields.requiredText("source"),
                                ModelVersion.Storage.valueOf(storage),
                                fields.text("description", ""),
                                tags,
                                exchange.requester()));
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
        SEARCH.answer(
                exchange,
                registry.models().get().stream()
                        .flatMap(model -> model.versions().stream().map(v -> new Found(model, v))));
    }

    private ModelVersion asked(Fields fields) {
        return registry.version(RegistryRequests.name(fields), RegistryRequests.version(fields));
    }

    private void answer(Exchange exchange, ModelVersion version) {
        RegisteredModel model = registry.get(version.model());
        exchange.answer(Json.object().set("model_version", RegistryJson.version(model, version)));
    }

    /** A version as a search sees it. */
    private record Found(RegisteredModel model, ModelVersion version)
            implements SearchFilter.Subject {

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
