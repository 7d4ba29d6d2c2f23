package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityReport;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Asks for what was measured, while the form is there already; without it, it says less. */
final class AskedFor implements EntityViewModel.Known {

    private final MachineFacts facts;
    private final Work work;
    private final ReadOnlyObjectWrapper<OptionalDouble> memorySpeed =
            new ReadOnlyObjectWrapper<>(OptionalDouble.empty());

    AskedFor(MachineFacts facts, Work work) {
        this.facts = facts;
        this.work = work;
        work.run(facts.memorySpeed()::get, memorySpeed::set, problem -> {});
    }

    @Override
    public ObservableValue<OptionalDouble> memorySpeed() {
        return memorySpeed.getReadOnlyProperty();
    }

    @Override
    public void quality(ModelVersion version, Consumer<List<QualityReport>> told) {
        work.run(() -> facts.quality().apply(version), told, problem -> {});
    }
}
