package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.metrics.Metrics;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The table: states as they change, numbers of the last minute while somebody looks. */
final class EndpointsViewModel {

    private static final Metrics.Snapshot NOTHING =
            new Metrics.Snapshot(0, Double.NaN, 0, Double.NaN);

    private final Work work;
    private final Function<EndpointName, Metrics.Snapshot> lastMinute;
    private final ObservableList<EndpointRow> rows = FXCollections.observableArrayList();
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());

    private List<Endpoint> known = List.of();
    private Map<EndpointName, Metrics.Snapshot> numbers = Map.of();
    private boolean reading;

    /**
     * @param lastMinute the engine's {@code Metrics::lastMinute}; asked off the FX thread
     */
    EndpointsViewModel(Work work, Function<EndpointName, Metrics.Snapshot> lastMinute) {
        this.work = work;
        this.lastMinute = lastMinute;
        search.subscribe(this::show);
    }

    /** Those that pass the search, by name. */
    ObservableList<EndpointRow> rows() {
        return rows;
    }

    StringProperty search() {
        return search;
    }

    ReadOnlyObjectProperty<ViewState> state() {
        return state.getReadOnlyProperty();
    }

    void offer(List<Endpoint> all) {
        known = List.copyOf(all);
        state.set(all.isEmpty() ? new ViewState.Empty() : new ViewState.Ready());
        show();
    }

    /** Called by the view's clock while the table is in front. */
    void tick() {
        if (reading || known.isEmpty()) {
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
        List<EndpointRow> now = new ArrayList<>();
        for (Endpoint endpoint : known) {
            EndpointRow row =
                    EndpointRow.of(endpoint, numbers.getOrDefault(endpoint.name(), NOTHING));
            if (row.matches(search.get())) {
                now.add(row);
            }
        }
        // Rows are replaced one by one, so that the selection and the scroll position stay.
        for (int i = 0; i < now.size(); i++) {
            if (i >= rows.size()) {
                rows.add(now.get(i));
            } else if (!rows.get(i).equals(now.get(i))) {
                rows.set(i, now.get(i));
            }
        }
        if (rows.size() > now.size()) {
            rows.remove(now.size(), rows.size());
        }
    }
}
