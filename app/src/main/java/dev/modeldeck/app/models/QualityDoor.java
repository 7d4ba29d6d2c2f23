package dev.modeldeck.app.models;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.QualityRun;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.QualityText;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What the page of a version needs of the engine's quality checks.
 *
 * @param reports of a version, the newest first; reads the database
 * @param start begins to measure and returns soon; throws what keeps it from it
 */
record QualityDoor(
        Live<QualityRun> now,
        Function<ModelVersion, List<QualityReport>> reports,
        BiConsumer<ModelVersion, QualityText> start,
        Runnable cancel) {

    static QualityDoor of(Engine engine) {
        return new QualityDoor(
                engine.quality().now(),
                version -> engine.quality().of(version.model(), version.number()),
                (version, text) -> engine.quality().start(version.model(), version.number(), text),
                engine.quality()::cancel);
    }
}
