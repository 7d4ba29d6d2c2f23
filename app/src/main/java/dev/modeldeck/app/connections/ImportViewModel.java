package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.NewImport;
import dev.modeldeck.engine.RemoteImport;
import dev.modeldeck.engine.RemoteImports;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.registry.ModelName;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One version of a server's registry on its way into the registry here. */
final class ImportViewModel {

    /** Where it is. */
    sealed interface Step {

        /**
         * Its name here is asked for.
         *
         * @param wrong with the last answer; null for nothing
         */
        record Asking(@Nullable Problem wrong) implements Step {}

        /**
         * It was begun.
         *
         * @param as its name here
         */
        record Begun(ModelName as, RemoteImport.State state) implements Step {}
    }

    private final RemoteImports imports;
    private final Work work;
    private final NewImport suggested;
    private final StringProperty name = new SimpleStringProperty();
    private final ReadOnlyObjectWrapper<Step> step =
            new ReadOnlyObjectWrapper<>(new Step.Asking(null));
    private final Subscription changes;
    private String id = "";
    private boolean starting;

    ImportViewModel(RemoteImports imports, Work work, NewImport suggested) {
        this.imports = imports;
        this.work = work;
        this.suggested = suggested;
        name.set(suggested.as().toString());
        changed(imports.all().get());
        changes = work.follow(imports.all(), this::changed);
    }

    /** The import of a version that was begun last. */
    static Optional<RemoteImport> find(
            List<RemoteImport> all, String connection, String model, String number) {
        return all.stream()
                .filter(one -> one.asked().connection().equals(connection))
                .filter(one -> one.asked().model().equals(model))
                .filter(one -> one.asked().number().equals(number))
                .reduce((earlier, later) -> later);
    }

    /** Under which it is registered here. */
    StringProperty name() {
        return name;
    }

    ReadOnlyObjectProperty<Step> step() {
        return step.getReadOnlyProperty();
    }

    NewImport suggested() {
        return suggested;
    }

    void start() {
        NewImport asked;
        try {
            asked = suggested.withAs(ModelName.parse(name.get().strip()));
        } catch (EngineException e) {
            step.set(new Step.Asking(e.problem()));
            return;
        }
        starting = true;
        step.set(new Step.Begun(asked.as(), new RemoteImport.State.Fetching(0, 0, "")));
        work.run(
                () -> imports.start(asked),
                started -> {
                    starting = false;
                    changed(imports.all().get());
                },
                problem -> {
                    starting = false;
                    step.set(new Step.Asking(problem));
                });
    }

    /** What was fetched stays. */
    void stop(Consumer<Problem> failed) {
        String stopped = id;
        work.run(() -> imports.stop(stopped), () -> {}, failed);
    }

    void resume(Consumer<Problem> failed) {
        String resumed = id;
        work.run(() -> imports.resume(resumed), () -> {}, failed);
    }

    /** Deletes what was fetched; one that is done stays registered. Its name is asked for anew. */
    void discard(Consumer<Problem> failed) {
        String discarded = id;
        work.run(() -> imports.discard(discarded), () -> {}, failed);
    }

    /** It goes on all the same. */
    void close() {
        changes.close();
    }

    private void changed(List<RemoteImport> all) {
        Optional<RemoteImport> own =
                find(all, suggested.connection(), suggested.model(), suggested.number());
        if (own.isPresent()) {
            id = own.get().id();
            step.set(new Step.Begun(own.get().asked().as(), own.get().state()));
        } else if (!starting && step.get() instanceof Step.Begun) {
            step.set(new Step.Asking(null));
        }
    }
}
