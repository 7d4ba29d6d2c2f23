package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.KeyedRows;
import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.metrics.Metrics;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The table: endpoints of this machine as they change, or what connected servers have; numbers of
 * the last minute while somebody looks.
 */
final class EndpointsViewModel {

    /** Where it is served. */
    enum Place {
        HERE,
        ELSEWHERE
    }

    private static final Metrics.Snapshot NOTHING =
            new Metrics.Snapshot(0, Double.NaN, 0, Double.NaN);

    private final Work work;
    private final Function<EndpointName, Metrics.Snapshot> lastMinute;
    private final ObservableList<EndpointRow> rows = FXCollections.observableArrayList();
    private final ElsewhereRows elsewhere = new ElsewhereRows();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.HERE);
    private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
    private final ReadOnlyIntegerWrapper countHere = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper countElsewhere = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());

    private List<Endpoint> known = List.of();
    private List<ConnectionView> servers = List.of();
    private Map<EndpointName, Metrics.Snapshot> numbers = Map.of();
    private boolean told;
    private boolean reading;

    /**
     * @param lastMinute the engine's {@code Metrics::lastMinute}; asked off the FX thread
     */
    EndpointsViewModel(Work work, Function<EndpointName, Metrics.Snapshot> lastMinute) {
        this.work = work;
        this.lastMinute = lastMinute;
        search.subscribe(this::show);
        place.subscribe(this::show);
    }

    /** Those of the chosen place that pass the search. */
    ObservableList<EndpointRow> rows() {
        return rows;
    }

    StringProperty search() {
        return search;
    }

    ObjectProperty<Place> place() {
        return place;
    }

    /** Whether there is any place but this machine. */
    ReadOnlyBooleanProperty connected() {
        return connected.getReadOnlyProperty();
    }

    /** How many pass the search there. */
    ReadOnlyIntegerProperty count(Place of) {
        return switch (of) {
            case HERE -> countHere.getReadOnlyProperty();
            case ELSEWHERE -> countElsewhere.getReadOnlyProperty();
        };
    }

    ReadOnlyObjectProperty<ViewState> state() {
        return state.getReadOnlyProperty();
    }

    void offer(List<Endpoint> all) {
        known = List.copyOf(all);
        told = true;
        show();
    }

    /**
     * They are looked at many times a second where there are hundreds, so the table takes them in
     * with the clock.
     */
    void offerServers(List<ConnectionView> all) {
        boolean first = servers.isEmpty();
        servers = all;
        connected.set(!all.isEmpty());
        if (all.isEmpty()) {
            place.set(Place.HERE);
        }
        if (first || all.isEmpty()) {
            show();
        }
    }

    /** Called by the view's clock while the table is in front. */
    void tick() {
        if (reading) {
            return;
        }
        if (known.isEmpty()) {
            show();
            return;
        }
        reading = true;
        List<EndpointName> names = known.stream().map(Endpoint::name).toList();
        work.run(
                () -> read(names),
                read -> {
                    reading = false;
                    numbers = read;
                    show();
                },
                problem -> reading = false);
    }

    private Map<EndpointName, Metrics.Snapshot> read(List<EndpointName> names) {
        Map<EndpointName, Metrics.Snapshot> all = new HashMap<>();
        names.forEach(name -> all.put(name, lastMinute.apply(name)));
        return all;
    }

    private void show() {
        List<EndpointRow> here = found(known.stream().map(this::row).toList());
        List<EndpointRow> there = found(elsewhere());
        countHere.set(here.size());
        countElsewhere.set(there.size());
        boolean shownHere = place.get() == Place.HERE;
        KeyedRows.update(rows, shownHere ? here : there, EndpointRow::key);
        if (told) {
            state.set(shownHere && known.isEmpty() ? new ViewState.Empty() : new ViewState.Ready());
        }
    }

    private EndpointRow row(Endpoint endpoint) {
        return EndpointRow.of(endpoint, numbers(endpoint));
    }

    private EndpointRow.Numbers numbers(Endpoint endpoint) {
        return EndpointRow.Numbers.of(numbers.getOrDefault(endpoint.name(), NOTHING));
    }

    private List<EndpointRow> elsewhere() {
        List<EndpointRow> all = elsewhere.of(servers);
        Map<EndpointRow.Key, Endpoint> ours = ElsewhereRows.fronted(known, servers);
        if (!ours.isEmpty()) {
            all.replaceAll(row -> {
                Endpoint front = ours.get(row.key());
                return front == null ? row : row.with(numbers(front));
            });
        }
        return all;
    }

    private List<EndpointRow> found(List<EndpointRow> all) {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty() ? all : all.stream().filter(row -> row.matches(wanted)).toList();
    }
}
