package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityReport;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What this machine has, and what was measured on it; that takes its time and is asked for off the
 * FX thread.
 *
 * @param memorySpeed bytes a second that main memory gives to read; nothing where unknown
 * @param quality of a version's data types, the newest report first
 */
record MachineFacts(
        Machine machine,
        Supplier<OptionalDouble> memorySpeed,
        Function<ModelVersion, List<QualityReport>> quality) {

    /** Asks for the machine; not for the FX thread either. */
    static MachineFacts of(Engine engine) {
        return new MachineFacts(
                engine.machine(),
                engine::memorySpeed,
                version -> engine.quality().of(version.model(), version.number()));
    }
}
