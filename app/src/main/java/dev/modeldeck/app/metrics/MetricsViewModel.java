package dev.modeldeck.app.metrics;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;

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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The charts' choices and data. One read is under way at most; a newer choice overtakes it. */
final class MetricsViewModel {

    /** The endpoint as a whole. */
    static final String ALL = "All served entities";

    /** One line for each served entity. */
    static final String COMPARE = "Compare served entities";

    private final Work work;
    private final MetricsReader reader;
    private final List<ChartSpec> charts;

    private final ObservableList<String> endpoints = FXCollections.observableArrayList();
    private final ObservableList<String> entities = FXCollections.observableArrayList(ALL);
    private final StringProperty endpoint = new SimpleStringProperty("");
    private final StringProperty entity = new SimpleStringProperty(ALL);
    private final ObjectProperty<TimeRange> range =
            new SimpleObjectProperty<>(TimeRange.FIVE_MINUTES);
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Empty());
    private final ReadOnlyObjectWrapper<Map<String, ChartData>> data =
            new ReadOnlyObjectWrapper<>(Map.of());

    private List<Endpoint> known = List.of();
    private Work.@Nullable Handle running;
    private boolean shown;

    MetricsViewModel(Work work, MetricsReader reader, List<ChartSpec> charts) {
        this.work = work;
        this.reader = reader;
        this.charts = List.copyOf(charts);
        endpoint.subscribe(this::endpointChosen);
        entity.subscribe(this::choiceChanged);
        range.subscribe(this::choiceChanged);
    }

    List<ChartSpec> charts() {
        return charts;
    }

    ObservableList<String> endpoints() {
        return endpoints;
    }

    /**
     * Choices of {@link #entity}: the whole, each one, and the comparison where there are several.
     */
    ObservableList<String> entities() {
        return entities;
    }

    StringProperty endpoint() {
        return endpoint;
    }

    StringProperty entity() {
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

    /** By the id of the chart. */
    ReadOnlyObjectProperty<Map<String, ChartData>> data() {
        return data.getReadOnlyProperty();
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
            refresh();
        }
    }

    /** Called by the view's clock. */
    void tick() {
        if (!paused.get()) {
            refresh();
        }
    }

    private void endpointChosen() {
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
        List<String> choices = new ArrayList<>(List.of(ALL));
        if (names.size() > 1) {
            choices.add(COMPARE);
            choices.addAll(names);
        }
        if (!choices.equals(entities)) {
            String chosen = entity.get();
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
        running =
                work.run(
                        () -> reader.read(charts, selection),
                        read -> {
                            running = null;
                            data.set(read);
                            state.set(new ViewState.Ready());
                        },
                        problem -> {
                            running = null;
                            state.set(new ViewState.Troubled(problem));
                        });
    }

    private Selection selection() {
        String chosen = entity.get();
        List<String> compared =
                COMPARE.equals(chosen)
                        ? entities.stream()
                                .filter(e -> !e.equals(ALL) && !e.equals(COMPARE))
                                .toList()
                        : chosen == null || ALL.equals(chosen) ? List.of() : List.of(chosen);
        return new Selection(endpoint.get(), compared, range.get());
    }
}
