package dev.modeldeck.app.logs;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.requestlog.CallFilter;
import dev.modeldeck.engine.requestlog.LoggedCall;
import dev.modeldeck.engine.requestlog.RequestLog;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows that pass the filter, newest first. New calls appear at once while the person looks at
 * the top; further down the rows stand still and {@link #newer} counts what came.
 */
final class LogsViewModel {

    static final String ANY = "All";

    private final Work work;
    private final RequestLog log;
    private final PagedRows rows = new PagedRows(this::readPage);

    private final StringProperty text = new SimpleStringProperty("");
    private final StringProperty endpoint = new SimpleStringProperty(ANY);
    private final StringProperty door = new SimpleStringProperty(ANY);
    private final ObjectProperty<StatusChoice> status =
            new SimpleObjectProperty<>(StatusChoice.ANY);
    private final ObservableList<String> endpoints = FXCollections.observableArrayList(ANY);
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());
    private final ReadOnlyLongWrapper newer = new ReadOnlyLongWrapper();
    private final ReadOnlyBooleanWrapper filtered = new ReadOnlyBooleanWrapper();

    private Work.@Nullable Handle reading;
    private boolean shown;
    private boolean atTop = true;
    private boolean again;

    LogsViewModel(Work work, RequestLog log) {
        this.work = work;
        this.log = log;
        text.addListener((choice, before, now) -> filterChanged());
        endpoint.addListener((choice, before, now) -> filterChanged());
        door.addListener((choice, before, now) -> filterChanged());
        status.addListener((choice, before, now) -> filterChanged());
    }

    ObservableList<LogRow> rows() {
        return rows;
    }

    StringProperty text() {
        return text;
    }

    StringProperty endpoint() {
        return endpoint;
    }

    StringProperty door() {
        return door;
    }

    ObjectProperty<StatusChoice> status() {
        return status;
    }

    ObservableList<String> endpoints() {
        return endpoints;
    }

    ReadOnlyObjectProperty<ViewState> state() {
        return state.getReadOnlyProperty();
    }

    /** Whether the filter hides rows. */
    ReadOnlyBooleanProperty filtered() {
        return filtered.getReadOnlyProperty();
    }

    /** Calls that came while the person looked further down. */
    ReadOnlyLongProperty newer() {
        return newer.getReadOnlyProperty();
    }

    void offerEndpoints(List<String> names) {
        String chosen = endpoint.get();
        List<String> choices = new ArrayList<>(List.of(ANY));
        choices.addAll(names);
        if (!choices.equals(endpoints)) {
            endpoints.setAll(choices);
            endpoint.set(chosen == null ? ANY : chosen);
        }
    }

    void shown(boolean now) {
        shown = now;
        if (now) {
            reload();
        }
    }

    /** The person scrolled; at the top new calls appear by themselves. */
    void scrolled(boolean top) {
        atTop = top;
        if (top && newer.get() > 0) {
            reload();
        }
    }

    /** Rows were written. */
    void grew() {
        if (!shown) {
            return;
        }
        if (atTop) {
            reload();
        } else {
            CallFilter filter = filter();
            work.run(
                    () -> log.count(filter) - rows.size(),
                    more -> newer.set(Math.max(0, more)),
                    problem -> {});
        }
    }

    void clearFilter() {
        text.set("");
        endpoint.set(ANY);
        door.set(ANY);
        status.set(StatusChoice.ANY);
    }

    CallFilter filter() {
        return new CallFilter(
                text.get().strip(),
                chosen(endpoint.get()),
                chosen(door.get()),
                status.get().statusClass(),
                null);
    }

    void export(Path file, Consumer<Long> done, Consumer<Problem> failed) {
        CallFilter filter = filter();
        work.run(() -> log.exportCsv(filter, file), done, failed);
    }

    private static String chosen(@Nullable String choice) {
        return choice == null || ANY.equals(choice) ? "" : choice;
    }

    private void filterChanged() {
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
        reload();
    }

    private void reload() {
        if (!shown) {
            return;
        }
        if (reading != null) {
            again = true;
            return;
        }
        CallFilter filter = filter();
        reading = work.run(() -> Page.first(log, filter), this::show, this::trouble);
    }

    private void show(Page page) {
        reading = null;
        rows.reset((int) Math.min(Integer.MAX_VALUE, page.count()), page.rows());
        newer.set(0);
        filtered.set(!filter().equals(CallFilter.all()));
        state.set(page.count() > 0 ? new ViewState.Ready() : new ViewState.Empty());
        if (again) {
            again = false;
            reload();
        }
    }

    private void trouble(Problem problem) {
        reading = null;
        state.set(new ViewState.Troubled(problem));
    }

    private void readPage(int number) {
        CallFilter filter = filter();
        long offset = (long) number * PagedRows.PAGE;
        int size = rows.size();
        work.run(
                // Rows that came since are skipped, so that those shown do not move.
                () -> Page.at(log, filter, offset + Math.max(0, log.count(filter) - size)),
                read -> rows.fill(number, read),
                problem -> rows.failed(number));
    }

    /** Rows as they were read in one go. */
    private record Page(long count, List<LogRow> rows) {

        static Page first(RequestLog log, CallFilter filter) {
            return new Page(log.count(filter), at(log, filter, 0));
        }

        static List<LogRow> at(RequestLog log, CallFilter filter, long offset) {
            List<LoggedCall> calls = log.page(filter, offset, PagedRows.PAGE);
            return calls.stream().map(LogRow::of).toList();
        }
    }
}
