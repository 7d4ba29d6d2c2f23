package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.here.FoundModel;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** From files on the disk to a registered version: choose, look, confirm, hash. */
final class RegisterViewModel {

    /** How far it is. */
    sealed interface Step {

        record Choosing() implements Step {}

        record Inspecting(Path source) implements Step {}

        /** Shown before the person confirms. */
        record Confirming(Path source, Inspection inspection, long sizeBytes, Machine machine)
                implements Step {}

        /** Recognised, or not, but nothing that can be run here. */
        record Refused(Path source, String reason) implements Step {}

        record Working(double fraction, String what) implements Step {}

        record Failed(Problem problem) implements Step {}

        record Done(ModelVersion version) implements Step {}
    }

    private record Looked(Inspection inspection, long sizeBytes, Machine machine) {}

    private final Registry registry;
    private final Supplier<Machine> machine;
    private final String who;
    private final Work work;
    private final ReadOnlyObjectWrapper<Step> step =
            new ReadOnlyObjectWrapper<>(new Step.Choosing());
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty description = new SimpleStringProperty("");
    private final ObjectProperty<ModelVersion.Storage> storage =
            new SimpleObjectProperty<>(ModelVersion.Storage.COPIED);
    private Work.Handle running = () -> {};
    private @Nullable ModelName fixedName;
    private @Nullable FoundModel chosen;
    private Step.@Nullable Confirming confirmed;

    RegisterViewModel(Registry registry, Supplier<Machine> machine, String who, Work work) {
        this.registry = registry;
        this.machine = machine;
        this.who = who;
        this.work = work;
    }

    /** Whether files are being registered; that goes on until it is done or cancelled. */
    boolean working() {
        return step.get() instanceof Step.Working;
    }

    /** Starts anew, unless it works; for a further version of a model, with its name. */
    void begin(@Nullable ModelName model) {
        if (working()) {
            return;
        }
        running.cancel();
        fixedName = model;
        confirmed = null;
        name.set(model == null ? "" : model.toString());
        description.set("");
        storage.set(ModelVersion.Storage.COPIED);
        step.set(new Step.Choosing());
    }

    /** Looks at what another program keeps, which by default stays where it is. */
    void inspect(FoundModel found) {
        if (!working()) {
            inspect(found.path());
            chosen = found;
            storage.set(ModelVersion.Storage.REFERENCED);
        }
    }

    /** Looks at the files; what is found is shown before anything is registered. */
    void inspect(Path source) {
        if (working()) {
            return;
        }
        chosen = null;
        running.cancel();
        step.set(new Step.Inspecting(source));
        running =
                work.run(
                        () -> new Looked(registry.inspect(source), size(source), machine.get()),
                        looked -> show(source, looked),
                        problem -> step.set(new Step.Failed(problem)));
    }

    /** Hashes the files, copies them where asked, and adds the version. */
    void register() {
        Step.Confirming at = confirmed;
        if (at == null) {
            return;
        }
        try {
            NewVersion asked =
                    new NewVersion(
                            ModelName.parse(name.get().strip()),
                            at.source().toString(),
                            storage.get(),
                            description.get().strip(),
                            Map.of(),
                            who);
            step.set(new Step.Working(-1, ""));
            running =
                    work.run(
                            () -> registry.register(asked, this::progress),
                            version -> step.set(new Step.Done(version)),
                            problem -> step.set(new Step.Failed(problem)));
        } catch (EngineException e) {
            step.set(new Step.Failed(e.problem()));
        }
    }

    /** Stops what runs, leaving nothing behind, and goes one step back. */
    void cancel() {
        running.cancel();
        Step.Confirming at = confirmed;
        step.set(at == null ? new Step.Choosing() : at);
    }

    /** What is wrong with the name, or which version it will be. */
    NameCheck checkName() {
        try {
            ModelName parsed = ModelName.parse(name.get().strip());
            Optional<RegisteredModel> existing = registry.find(parsed);
            return new NameCheck(
                    "",
                    existing.flatMap(RegisteredModel::latest).map(v -> v.number() + 1).orElse(1));
        } catch (EngineException e) {
            return new NameCheck(e.problem().message(), 0);
        }
    }

    /**
     * Whether the name will do.
     *
     * @param complaint empty when it will
     * @param version the number that the version will at least have
     */
    record NameCheck(String complaint, int version) {}

    ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    StringProperty nameProperty() {
        return name;
    }

    StringProperty descriptionProperty() {
        return description;
    }

    ObjectProperty<ModelVersion.Storage> storageProperty() {
        return storage;
    }

    private String suggestion(Path source) {
        Path last = source.getFileName();
        String own = last == null ? "" : last.toString();
        return suggestion(chosen == null ? own : chosen.name());
    }

    /** A name made of the file's or folder's own, in the default catalog and schema. */
    static String suggestion(String own) {
        String clean =
                own.toLowerCase(Locale.ROOT)
                        .replaceFirst("^.*/", "")
                        .replaceFirst("\\.(pt|pth|ts|torchscript|gguf)$", "")
                        .replaceFirst(":latest$", "")
                        .replaceAll("[^\\w-]+", "-")
                        .replaceAll("^-+|-+$", "");
        return new ModelName(
                        ModelName.DEFAULT_CATALOG,
                        ModelName.DEFAULT_SCHEMA,
                        clean.isEmpty() ? "model" : clean)
                .toString();
    }

    private void show(Path source, Looked looked) {
        Optional<String> refusal = looked.inspection().whyNotRunnable();
        if (refusal.isPresent()) {
            step.set(new Step.Refused(source, refusal.get()));
            return;
        }
        if (fixedName == null) {
            name.set(suggestion(source));
        }
        Step.Confirming now =
                new Step.Confirming(
                        source, looked.inspection(), looked.sizeBytes(), looked.machine());
        confirmed = now;
        step.set(now);
    }

    private static long size(Path source) throws IOException {
        try (Stream<Path> tree = Files.walk(source)) {
            return tree.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void progress(double fraction, String what) {
        work.deliver(() -> {
            if (working()) {
                step.set(new Step.Working(fraction, what));
            }
        });
    }
}
