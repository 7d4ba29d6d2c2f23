package dev.modeldeck.app.playground;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.Signature;

import java.util.List;
import java.util.Optional;

/** How a person talks to an endpoint: what its first served entity answers decides. */
sealed interface ColumnKind {

    /** A conversation. */
    record Chat() implements ColumnKind {}

    /** A text to be continued. */
    record Completion() implements ColumnKind {}

    /** Rows of named columns. */
    record Table(Inspection inspection, List<Signature.Column> columns) implements ColumnKind {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /** Texts to be read: turned into vectors, classified or ranked. */
    record Reading(Inspection inspection) implements ColumnKind {}

    /** Anything else: a body in JSON. */
    record Json(Inspection inspection) implements ColumnKind {}

    static ColumnKind of(Endpoint endpoint, Registry registry) {
        return endpoint.config()
                .map(config -> config.entities().getFirst())
                .flatMap(entity -> entity.versionIn(registry))
                .map(ModelVersion::inspection)
                .map(ColumnKind::of)
                .orElse(new Chat());
    }

    private static ColumnKind of(Inspection found) {
        return switch (found.task()) {
            case CHAT -> new Chat();
            case COMPLETION -> new Completion();
            case EMBEDDING, CLASSIFICATION, RERANKING -> new Reading(found);
            case TENSORS ->
                    columns(found)
                            .<ColumnKind>map(columns -> new Table(found, columns))
                            .orElse(new Json(found));
        };
    }

    private static Optional<List<Signature.Column>> columns(Inspection found) {
        Signature signature = found.signature();
        if (signature == null || signature.inputs().isEmpty()) {
            return Optional.empty();
        }
        List<Signature.Column> columns =
                signature.inputs().stream()
                        .filter(Signature.Column.class::isInstance)
                        .map(Signature.Column.class::cast)
                        .toList();
        return columns.size() == signature.inputs().size()
                ? Optional.of(columns)
                : Optional.empty();
    }
}
