package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.QualityRun;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.QualityText;
import dev.modeldeck.engine.registry.quality.SchemeQuality;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each data type costs the shown version in quality, and the check that finds it out. */
final class QualityViewModel {

    /** What the page offers or tells. */
    sealed interface Phase {

        /** The version writes no text. */
        record Unfit() implements Phase {}

        record Resting() implements Phase {}

        /**
         * It is being measured.
         *
         * @param fraction from 0 to 1
         */
        record Measuring(double fraction, String words) implements Phase {}

        /** Another version is measured, and this one has to wait. */
        record Waiting(String words) implements Phase {}

        /**
         * Measuring it failed.
         *
         * @param scheme at fault; empty where none was begun
         */
        record Failed(String scheme, Problem problem) implements Phase {}
    }

    private final Texts texts = Texts.of("models");
    private final QualityDoor door;
    private final Work work;
    private final Subscription following;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(new Phase.Resting());
    private final ObservableList<QualityRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper remarks = new ReadOnlyStringWrapper("");
    private final BooleanProperty own = new SimpleBooleanProperty();
    private final StringProperty ownText = new SimpleStringProperty("");
    private @Nullable ModelVersion version;
    private List<QualityReport> reports = List.of();
    private Work.Handle reading = () -> {};
    private String measuring = "";

    QualityViewModel(QualityDoor door, Work work) {
        this.door = door;
        this.work = work;
        own.subscribe(this::showReport);
        ownText.subscribe(this::showReport);
        this.following = work.follow(door.now(), this::follow);
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** One a scheme; empty where nothing was measured with the chosen text. */
    ObservableList<QualityRow> rows() {
        return rows;
    }

    /** What was read and when; empty where nothing was. */
    ReadOnlyStringProperty sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /** Why schemes could not be measured, a line each. */
    ReadOnlyStringProperty remarksProperty() {
        return remarks.getReadOnlyProperty();
    }

    /** Whether the person gives the text. */
    BooleanProperty ownProperty() {
        return own;
    }

    StringProperty ownTextProperty() {
        return ownText;
    }

    void show(ModelVersion shown) {
        if (shown.equals(version)) {
            return;
        }
        version = shown;
        reports = List.of();
        showReport();
        follow(door.now().get());
        read();
    }

    void start() {
        ModelVersion measured = version;
        if (measured == null) {
            return;
        }
        boolean given = own.get();
        String text = ownText.get();
        work.run(
                () ->
                        door.start()
                                .accept(
                                        measured,
                                        given ? new QualityText(text) : QualityText.builtIn()),
                () -> {},
                problem -> phase.set(new Phase.Failed("", problem)));
    }

    void cancel() {
        work.run(door.cancel(), () -> {}, problem -> phase.set(new Phase.Failed("", problem)));
    }

    void close() {
        following.close();
    }

    private void follow(QualityRun run) {
        ModelVersion shown = version;
        if (shown == null) {
            return;
        }
        phase.set(shown.inspection().shape() == null ? new Phase.Unfit() : phase(run, shown));
        String now = run instanceof QualityRun.Running running ? running.scheme() : "";
        if (!now.equals(measuring)) {
            measuring = now;
            read(); // the figures of the scheme before are there now
        }
    }

    private Phase phase(QualityRun run, ModelVersion shown) {
        return switch (run) {
            case QualityRun.Idle _ -> new Phase.Resting();
            case QualityRun.Running(var subject, double fraction, String scheme, String what) ->
                    about(subject, shown)
                            ? new Phase.Measuring(
                                    fraction,
                                    scheme.isEmpty()
                                            ? what
                                            : texts.get("quality.measuring", scheme, what))
                            : new Phase.Waiting(
                                    texts.get(
                                            "quality.waiting", subject.version(), subject.model()));
            case QualityRun.Failed(var subject, String scheme, Problem problem) ->
                    about(subject, shown) ? new Phase.Failed(scheme, problem) : new Phase.Resting();
        };
    }

    private static boolean about(QualityRun.Subject subject, ModelVersion shown) {
        return subject.model().equals(shown.model()) && subject.version() == shown.number();
    }

    /** One at a time: what is known of another version must not arrive on this one. */
    private void read() {
        ModelVersion shown = version;
        if (shown == null || shown.inspection().shape() == null) {
            return;
        }
        reading.cancel();
        reading =
                work.run(
                        () -> door.reports().apply(shown),
                        found -> {
                            reports = found;
                            showReport();
                        },
                        problem -> phase.set(new Phase.Failed("", problem)));
    }

    private void showReport() {
        Optional<QualityReport> report = chosen();
        rows.setAll(
                report.map(QualityReport::schemes).orElse(List.of()).stream()
                        .map(QualityRow::of)
                        .toList());
        source.set(report.map(this::inWords).orElse(""));
        remarks.set(
                report.map(QualityReport::schemes).orElse(List.of()).stream()
                        .filter(SchemeQuality.Refused.class::isInstance)
                        .map(SchemeQuality.Refused.class::cast)
                        .map(one -> texts.get("quality.refused", one.scheme(), one.why()))
                        .collect(Collectors.joining("\n")));
    }

    /** Of the text that is chosen; while the person has given none, of the last one given. */
    private Optional<QualityReport> chosen() {
        String builtIn = QualityText.builtIn().sha256();
        if (!own.get()) {
            return reports.stream().filter(one -> one.textSha256().equals(builtIn)).findFirst();
        }
        if (ownText.get().isBlank()) {
            return reports.stream().filter(one -> !one.textSha256().equals(builtIn)).findFirst();
        }
        try {
            String hash = new QualityText(ownText.get()).sha256();
            return reports.stream().filter(one -> one.textSha256().equals(hash)).findFirst();
        } catch (EngineException tooLong) {
            return Optional.empty();
        }
    }

    private String inWords(QualityReport report) {
        String part =
                report.tokens() < report.textTokens() ? "quality.source.part" : "quality.source";
        return texts.get(
                part,
                texts.get(own.get() ? "quality.own" : "quality.builtIn"),
                Formats.digits(report.tokens()),
                Formats.digits(report.textTokens()),
                Formats.moment(report.at()));
    }
}
