package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.storage.Database;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All models in memory, as the tables have them: readers never wait for the disk. */
final class RegistrySnapshot {

    private final Database database;
    private final RegistryReadStore store;
    private final LiveValue<List<RegisteredModel>> live;
    private volatile Map<ModelName, Row> byName = Map.of();

    RegistrySnapshot(Database database, RegistryReadStore store) {
        this.database = database;
        this.store = store;
        this.live = new LiveValue<>(List.of());
        show(database.read(handle -> store.models(handle, null)));
    }

    /** A model and the id of its row. */
    record Row(long id, RegisteredModel model) {

        RegistryEdit.Target target(@Nullable Integer version) {
            return new RegistryEdit.Target(id, model.name(), version);
        }
    }

    Live<List<RegisteredModel>> models() {
        return live;
    }

    Optional<Row> find(ModelName name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<StampedFile> files(long id, int number) {
        return database.read(handle -> store.files(handle, id, number));
    }

    /** Reads the given models again and announces what is new. One caller at a time. */
    void refresh(Collection<Long> ids) {
        Map<Long, RegisteredModel> models = new HashMap<>();
        byName.values().forEach(row -> models.put(row.id(), row.model()));
        models.keySet().removeAll(ids);
        for (Long id : ids) {
            models.putAll(database.read(handle -> store.models(handle, id)));
        }
        show(models);
    }

    private void show(Map<Long, RegisteredModel> models) {
        byName =
                models.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        entry -> entry.getValue().name(),
                                        entry -> new Row(entry.getKey(), entry.getValue())));
        live.set(
                models.values().stream()
                        .sorted(Comparator.comparing(RegisteredModel::name))
                        .toList());
    }
}
