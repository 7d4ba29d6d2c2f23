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

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that pass the filter, newest first. New calls appear at once while the person looks at
 * the top; further down the rows stand still and {@link #newer} counts what came.
 */
final class LogsViewModel implements AutoCloseable {

    /** Stands for all, as {@link CallFilter} has it. */
    static final String ANY = "";

    private final Work work;
    private final RequestLog log;
    private final Clock clock;
    private final PagedRows rows = new PagedRows(this::readPage);

    private final StringProperty text = new SimpleStringProperty("");
    private final StringProperty endpoint = new SimpleStringProperty(ANY);
    private final StringProperty door = new SimpleStringProperty(ANY);
    private final ObjectProperty<StatusChoice> status =
            new SimpleObjectProperty<>(StatusChoice.ANY);
    private final ObjectProperty<SinceChoice> since = new SimpleObjectProperty<>(SinceChoice.ANY);
    private final ObservableList<String> endpoints = FXCollections.observableArrayList(ANY);
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());
    private final ReadOnlyLongWrapper newer = new ReadOnlyLongWrapper();
    private final ReadOnlyBooleanWrapper filtered = new ReadOnlyBooleanWrapper();

    private CallFilter passed = CallFilter.all();
    private Work.@Nullable Handle reading;
    private Work.@Nullable Handle counting;
    private boolean shown;
    private boolean atTop = true;
    private boolean again;

    LogsViewModel(Work work, RequestLog log, Clock clock) {
        this.work = work;
        this.log = log;
        this.clock = clock;
        text.addListener((choice, before, now) -> filterChanged());
        endpoint.addListener((choice, before, now) -> filterChanged());
        door.addListener((choice, before, now) -> filterChanged());
        status.addListener((choice, before, now) -> filterChanged());
        since.addListener((choice, before, now) -> filterChanged());
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

    ObjectProperty<SinceChoice> since() {
        return since;
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
            count();
        }
    }

    void clearFilter() {
        text.set("");
        endpoint.set(ANY);
        door.set(ANY);
        status.set(StatusChoice.ANY);
        since.set(SinceChoice.ANY);
    }

    /** What is chosen now. */
    CallFilter filter() {
        return new CallFilter(
                text.get().strip(),
                chosen(endpoint.get()),
                chosen(door.get()),
                status.get().statusClass(),
                since.get().from(clock.instant()));
    }

    /** Ends what is being read. */
    @Override
    public void close() {
        work.close();
    }

    // A list lets go of its choice while it changes.
    private static String chosen(@Nullable String choice) {
        return choice == null ? ANY : choice;
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
        if (counting != null) {
            counting.cancel();
        }
        CallFilter filter = filter();
        reading =
                work.run(() -> Page.first(log, filter), page -> show(filter, page), this::trouble);
    }

    private void count() {
        if (counting != null) {
            counting.cancel();
        }
        CallFilter filter = passed;
        int size = rows.size();
        counting =
                work.run(
                        () -> log.count(filter) - size,
                        more -> newer.set(Math.max(0, more)),
                        problem -> {});
    }

    private void show(CallFilter filter, Page page) {
        reading = null;
        passed = filter;
        rows.reset((int) Math.min(Integer.MAX_VALUE, page.count()), page.rows());
        newer.set(0);
        filtered.set(!filter.equals(CallFilter.all()));
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

    private void readPage(PagedRows.Wanted page) {
        CallFilter filter = passed;
        long offset = (long) page.number() * PagedRows.PAGE;
        int size = rows.size();
        work.run(
                // Rows that came since are skipped, so that those shown do not move.
                () -> Page.at(log, filter, offset + Math.max(0, log.count(filter) - size)),
                read -> rows.fill(page, read),
                problem -> rows.failed(page));
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
