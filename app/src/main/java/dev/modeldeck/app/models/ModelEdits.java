package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.Registry;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Changes that a person makes, off the FX thread; the pages follow the registry for the outcome.
 */
final class ModelEdits {

    private final Registry registry;
    private final String who;
    private final Work work;
    private final Consumer<Problem> onProblem;

    ModelEdits(Registry registry, String who, Work work, Consumer<Problem> onProblem) {
        this.registry = registry;
        this.who = who;
        this.work = work;
        this.onProblem = onProblem;
    }

    void describe(ModelName name, @Nullable Integer version, String text) {
        run(() -> registry.describe(name, version, text, who));
    }

    void tag(ModelName name, @Nullable Integer version, String key, @Nullable String value) {
        run(() -> registry.tag(name, version, key, value, who));
    }

    void alias(ModelName name, String alias, @Nullable Integer version) {
        run(() -> registry.alias(name, alias, version, who));
    }

    void rollBack(ModelName name, String alias) {
        run(() -> registry.rollBack(name, alias, who));
    }

    void delete(ModelName name, Runnable done) {
        work.run(() -> registry.delete(name, who), done, onProblem);
    }

    void deleteVersion(ModelName name, int version, Runnable done) {
        work.run(() -> registry.deleteVersion(name, version, who), done, onProblem);
    }

    void rename(ModelName name, String newName, Consumer<ModelName> done) {
        work.run(
                () -> {
                    ModelName parsed = ModelName.parse(newName.strip());
                    registry.rename(name, parsed, who);
                    return parsed;
                },
                done,
                onProblem);
    }

    private void run(Runnable change) {
        work.run(change, () -> {}, onProblem);
    }
}
