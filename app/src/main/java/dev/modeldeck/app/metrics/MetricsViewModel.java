package dev.modeldeck.app.metrics;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.metrics.Metric;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The charts' choices and data. One read is under way at most; a newer choice overtakes it. */
final class MetricsViewModel implements AutoCloseable {

    private static final EntityChoice ALL = new EntityChoice.All();

    private final Work work;
    private final MetricsReader reader;
    private final Texts texts = Texts.of("metrics");
    private final ReadOnlyObjectWrapper<List<ChartSpec<Metric>>> charts;

    private final ObservableList<String> endpoints = FXCollections.observableArrayList();
    private final ObservableList<EntityChoice> entities = FXCollections.observableArrayList(ALL);
    private final StringProperty endpoint = new SimpleStringProperty("");
    private final ObjectProperty<EntityChoice> entity = new SimpleObjectProperty<>(ALL);
    private final ObjectProperty<TimeRange> range =
            new SimpleObjectProperty<>(TimeRange.FIVE_MINUTES);
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Empty());
    private final ReadOnlyObjectWrapper<MetricsReader.Figures> figures =
            new ReadOnlyObjectWrapper<>(MetricsReader.Figures.NONE);

    private List<Endpoint> known = List.of();
    private Work.@Nullable Handle running;
    private boolean shown;

    /** Whether a choice was made whose data are not shown yet. */
    private boolean overdue = true;

    MetricsViewModel(Work work, MetricsReader reader, List<ChartSpec<Metric>> charts) {
        this.work = work;
        this.reader = reader;
        this.charts = new ReadOnlyObjectWrapper<>(List.copyOf(charts));
        endpoint.subscribe(this::endpointChosen);
        entity.subscribe(this::choiceChanged);
        range.subscribe(this::choiceChanged);
    }

    ReadOnlyObjectProperty<List<ChartSpec<Metric>>> charts() {
        return charts.getReadOnlyProperty();
    }

    /** Shows these charts from now on. */
    void offerCharts(List<ChartSpec<Metric>> all) {
        charts.set(List.copyOf(all));
        choiceChanged();
    }

    ObservableList<String> endpoints() {
        return endpoints;
    }

    /**
     * Choices of {@link #entity}: the whole, each one, and the comparison where there are several.
     */
    ObservableList<EntityChoice> entities() {
        return entities;
    }

    StringProperty endpoint() {
        return endpoint;
    }

    ObjectProperty<EntityChoice> entity() {
        return entity;
    }

    ObjectProperty<TimeRange> range() {
        return range;
    }

    BooleanProperty paused() {
        return paused;
    }

    ReadOnlyObjectProperty<ViewState> state() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<MetricsReader.Figures> figures() {
        return figures.getReadOnlyProperty();
    }

    /** The endpoints there are; keeps the choice where it still exists. */
    void offer(List<Endpoint> all) {
        known = all;
        String chosen = endpoint.get();
        List<String> names = all.stream().map(e -> e.name().value()).toList();
        if (!names.equals(endpoints)) {
            endpoints.setAll(names);
        }
        if (names.isEmpty()) {
            endpoint.set("");
            state.set(new ViewState.Empty());
        } else if (!names.contains(chosen)) {
            endpoint.set(names.getFirst());
        } else {
            endpoint.set(chosen);
            offerEntities();
        }
    }

    /** Whether anybody looks; nothing is read while nobody does. */
    void shown(boolean now) {
        shown = now;
        if (now) {
            tick();
        }
    }

    /** Called by the view's clock. A choice made while paused is read all the same. */
    void tick() {
        if (overdue || !paused.get()) {
            refresh();
        }
    }

    /** Reads again, paused or not: the person asked for it. */
    void retry() {
        refresh();
    }

    /** Writes what is shown as CSV. */
    void export(Path file, Consumer<Problem> failed) {
        String csv = ChartCsv.of(charts.get(), figures.get());
        work.run(
                () -> {
                    try {
                        return Files.writeString(file, csv);
                    } catch (IOException e) {
                        throw new EngineException(
                                new Problem.Invalid(texts.get("export.failed", file)), e);
                    }
                },
                written -> {},
                failed);
    }

    /** Ends what is being read. */
    @Override
    public void close() {
        work.close();
    }

    private void endpointChosen() {
        if (endpoint.get() == null) {
            return; // a list lets go of its choice while it changes
        }
        offerEntities();
        choiceChanged();
    }

    private void offerEntities() {
        List<String> names =
                known.stream()
                        .filter(e -> e.name().value().equals(endpoint.get()))
                        .flatMap(MetricsViewModel::names)
                        .distinct()
                        .toList();
        List<EntityChoice> choices = new ArrayList<>(List.of(ALL));
        if (names.size() > 1) {
            choices.add(new EntityChoice.Compare());
            names.forEach(name -> choices.add(new EntityChoice.One(name)));
        }
        if (!choices.equals(entities)) {
            EntityChoice chosen = entity.get();
            entities.setAll(choices);
            entity.set(choices.contains(chosen) ? chosen : ALL);
        }
    }

    private static Stream<String> names(Endpoint endpoint) {
        return endpoint.config().map(EndpointConfig::entities).stream()
                .flatMap(List::stream)
                .map(ServedEntity::name);
    }

    private void choiceChanged() {
        overdue = true;
        if (running != null) {
            running.cancel();
            running = null;
        }
        if (!endpoint.get().isEmpty()) {
            if (!(state.get() instanceof ViewState.Ready)) {
                state.set(new ViewState.Loading());
            }
            refresh();
        }
    }

    private void refresh() {
        if (!shown || running != null || endpoint.get().isEmpty()) {
            return;
        }
        Selection selection = selection();
        List<ChartSpec<Metric>> wanted = charts.get();
        running = work.run(() -> reader.read(wanted, selection), this::show, this::trouble);
    }

    private void show(MetricsReader.Figures read) {
        running = null;
        overdue = false;
        figures.set(read);
        state.set(new ViewState.Ready());
    }

    private void trouble(Problem problem) {
        running = null;
        state.set(new ViewState.Troubled(problem));
    }

    private Selection selection() {
        List<String> compared =
                switch (entity.get()) {
                    case null -> List.of(); // as above
                    case EntityChoice.All _ -> List.of();
                    case EntityChoice.One(String name) -> List.of(name);
                    case EntityChoice.Compare _ ->
                            entities.stream()
                                    .filter(EntityChoice.One.class::isInstance)
                                    .map(each -> ((EntityChoice.One) each).name())
                                    .toList();
                };
        return new Selection(endpoint.get(), compared, range.get());
    }
}
