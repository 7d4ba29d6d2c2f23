package dev.modeldeck.app.settings;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.cuda.CudaState;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.Locale;

/** The graphics cards of this machine, and the libraries that models need to run on them. */
final class CardsViewModel {

    /** What can be done about the libraries; {@code words} say how they are. */
    sealed interface Phase {

        String words();

        /** Nothing can or need be done: no build for this system, or no card. */
        record Idle(String words) implements Phase {}

        /** Nothing can be done but to delete what an earlier try has left. */
        record Leftover(String words) implements Phase {}

        /**
         * The repository can be asked how large they are.
         *
         * @param begun whether something has arrived, which can be deleted
         */
        record Unpriced(String words, boolean begun) implements Phase {}

        /** The repository is being asked. */
        record Asking(String words) implements Phase {}

        /**
         * They can be fetched.
         *
         * @param action what the button says, with the size
         */
        record Priced(String words, String action) implements Phase {}

        /**
         * They are on the way.
         *
         * @param fraction from 0 to 1
         */
        record Fetching(String words, double fraction) implements Phase {}

        record Present(String words) implements Phase {}

        /** They can be tried again. */
        record Failed(String words) implements Phase {}
    }

    private final Texts texts = Texts.of("settings");
    private final CudaDoor door;
    private final Work work;
    private final Subscription following;
    private final ObservableList<String> cards = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Phase> phase;

    CardsViewModel(CudaDoor door, Work work) {
        this.door = door;
        this.work = work;
        this.phase = new ReadOnlyObjectWrapper<>(phase(door.state().get()));
        this.following = work.follow(door.state(), state -> phase.set(phase(state)));
    }

    /** A line each; empty where there are none. */
    ObservableList<String> cards() {
        return cards;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    void show(Machine machine) {
        cards.setAll(
                machine.computes().stream()
                        .filter(device -> !device.id().equals("cpu"))
                        .map(device ->
                                texts.get(
                                        "cards.card",
                                        device.label(),
                                        device.id(),
                                        Formats.bytes(device.freeBytes()),
                                        Formats.bytes(device.totalBytes())))
                        .toList());
        if (!(phase.get() instanceof Phase.Asking || phase.get() instanceof Phase.Priced)) {
            phase.set(phase(door.state().get()));
        }
    }

    /** Asks the repository how large the libraries are; then they can be fetched. */
    void price() {
        phase.set(new Phase.Asking(texts.get("cards.asking")));
        work.run(
                door.size()::get,
                size ->
                        phase.set(
                                new Phase.Priced(
                                        texts.get("cards.priced", Formats.bytes(size.diskBytes())),
                                        texts.get(
                                                "cards.fetch.size",
                                                Formats.bytes(size.downloadBytes())))),
                this::fail);
    }

    void fetch() {
        work.run(door.fetch(), () -> {}, this::fail);
    }

    void cancel() {
        work.run(door.cancel(), () -> {}, this::fail);
    }

    void remove() {
        work.run(door.remove(), () -> {}, this::fail);
    }

    void close() {
        following.close();
    }

    private void fail(Problem problem) {
        phase.set(new Phase.Failed(problem.message()));
    }

    private Phase phase(CudaState state) {
        return switch (state) {
            case CudaState.Unsupported _ -> new Phase.Idle(texts.get("cards.unsupported"));
            case CudaState.Absent(long arrived) -> absent(arrived);
            case CudaState.Fetching(var step, long done, long all) ->
                    new Phase.Fetching(
                            texts.get(
                                    "cards." + step.name().toLowerCase(Locale.ROOT),
                                    Formats.bytes(done),
                                    Formats.bytes(all)),
                            all == 0 ? 0 : (double) done / all);
            case CudaState.Present(String build, long bytes) ->
                    new Phase.Present(texts.get("cards.present", build, Formats.bytes(bytes)));
            case CudaState.Failed(Problem problem, long arrived) ->
                    new Phase.Failed(
                            arrived == 0
                                    ? problem.message()
                                    : texts.get(
                                            "cards.failed",
                                            problem.message(),
                                            Formats.bytes(arrived)));
        };
    }

    private Phase absent(long arrived) {
        if (cards.isEmpty()) {
            return arrived == 0
                    ? new Phase.Idle(texts.get("cards.useless"))
                    : new Phase.Leftover(texts.get("cards.leftover", Formats.bytes(arrived)));
        }
        return arrived == 0
                ? new Phase.Unpriced(texts.get("cards.absent"), false)
                : new Phase.Unpriced(texts.get("cards.begun", Formats.bytes(arrived)), true);
    }
}
