package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.registry.JournalEntry;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One model, or one version of it: what its page shows, kept up to date. */
final class ModelViewModel {

    /**
     * What the page is about.
     *
     * @param version null on the page of the model itself
     */
    record Subject(RegisteredModel model, @Nullable ModelVersion version) {}

    private final Registry registry;
    private final Supplier<Machine> machine;
    private final Work work;
    private final Consumer<Problem> onProblem;
    private final ReadOnlyObjectWrapper<@Nullable Subject> subject = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Machine> memory = new ReadOnlyObjectWrapper<>();
    private final ObservableList<JournalEntry> journal = FXCollections.observableArrayList();
    private final Subscription following;
    private Work.Handle reading = () -> {};
    private @Nullable ModelName name;
    private int number;

    ModelViewModel(
            Registry registry, Supplier<Machine> machine, Work work, Consumer<Problem> onProblem) {
        this.registry = registry;
        this.machine = machine;
        this.work = work;
        this.onProblem = onProblem;
        this.following = work.follow(registry.models(), models -> refresh());
    }

    /** Shows the page of the model, or of the version where its number is not 0. */
    void show(ModelName model, int version) {
        if (!model.equals(name) || version != number) {
            journal.clear();
        }
        name = model;
        number = version;
        refresh();
        work.run(machine::get, memory::set, onProblem);
    }

    /** Null when the model or version is gone. */
    ReadOnlyObjectProperty<@Nullable Subject> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Machine> machineProperty() {
        return memory.getReadOnlyProperty();
    }

    /** Changes of the model, or of the version, newest first. */
    ObservableList<JournalEntry> journal() {
        return journal;
    }

    /** Finds which version each alias that the model ever had pointed to at that time. */
    void aliasesAt(Instant when, Consumer<TreeMap<String, Optional<Integer>>> onFound) {
        ModelName asked = name;
        if (asked == null) {
            return;
        }
        work.run(
                () -> {
                    TreeSet<String> aliases = new TreeSet<>();
                    registry.journal(asked).stream()
                            .filter(entry -> entry.what().startsWith("alias-"))
                            .forEach(entry -> aliases.add(entry.subject()));
                    TreeMap<String, Optional<Integer>> found = new TreeMap<>();
                    aliases.forEach(
                            alias -> found.put(alias, registry.aliasAt(asked, alias, when)));
                    return found;
                },
                onFound,
                onProblem);
    }

    void close() {
        following.close();
        reading.cancel();
    }

    private void refresh() {
        ModelName asked = name;
        if (asked == null) {
            return;
        }
        Subject now = registry.find(asked).map(this::subject).orElse(null);
        if (!Objects.equals(now, subject.get())) {
            subject.set(now);
        }
        int of = number;
        // One at a time: the slower journal of another page must not arrive on this one.
        reading.cancel();
        reading =
                work.run(
                        () ->
                                registry.journal(asked).stream()
                                        .filter(entry -> about(entry, of))
                                        .toList(),
                        this::showJournal,
                        onProblem);
    }

    private @Nullable Subject subject(RegisteredModel model) {
        return number == 0
                ? new Subject(model, null)
                : model.version(number).map(version -> new Subject(model, version)).orElse(null);
    }

    private void showJournal(List<JournalEntry> entries) {
        journal.setAll(entries);
    }

    /** An alias that moved concerns the version it left as well. */
    private static boolean about(JournalEntry entry, int version) {
        String number = Integer.toString(version);
        return version == 0
                || Objects.equals(entry.version(), version)
                || entry.what().startsWith("alias-")
                        && (number.equals(entry.before()) || number.equals(entry.after()));
    }
}
