package dev.modeldeck.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.inference.WireFacts;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.text.Text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

class LogsViewTest {

    private static final int MANY = 100_000;

    @TempDir Path folder;

    private SampleLog sample;
    private Work work;
    private LogsViewModel model;
    private ExportViewModel export;

    @AfterEach
    void close() {
        work.close();
        sample.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void an_empty_log_says_what_will_be_there(Look look) {
        try (TabPreview preview = show(look, 0)) {
            preview.waitFor(() -> preview.stage().getScene().lookup(".empty-state") != null);
            preview.picture("logs-empty");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void one_jumps_anywhere_in_a_hundred_thousand_rows(Look look) {
        try (TabPreview preview = show(look, MANY)) {
            TableView<LogRow> table = table(preview);
            preview.waitFor(() -> table.getItems().size() == MANY && inSight(table, MANY));
            for (int row : new int[] {50_000, 99_900, 12_345}) {
                TabPreview.onFx(() -> {
                    table.scrollTo(row);
                    return true;
                });
                preview.waitFor(() -> inSight(table, MANY - row));
            }
            preview.picture("logs-many");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_chosen_call_is_shown_in_full_beside_the_table(Look look) {
        try (TabPreview preview = show(look, 200)) {
            sample.call("triage", 400);
            TabPreview.onFx(() -> {
                model.grew();
                return true;
            });
            TableView<LogRow> table = table(preview);
            preview.waitFor(() -> table.getItems().size() == 201);
            TabPreview.onFx(() -> {
                table.getSelectionModel().select(0);
                return true;
            });
            preview.waitFor(() -> shows(preview, "triage · 400"));
            assertThat(shows(preview, "The column promt_tokens is unknown.")).isTrue();
            preview.picture("logs-detail");
            sample.call("triage", 200);
            TabPreview.onFx(() -> {
                model.grew();
                return true;
            });
            preview.waitFor(() -> table.getItems().size() == 202);
            preview.waitFor(() -> table.getSelectionModel().getSelectedIndex() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void what_a_server_elsewhere_says_of_its_time_stands_beside_our_stopwatch(Look look) {
        try (TabPreview preview = show(look, 3)) {
            sample.answered(
                    "support",
                    """
                    {"choices": [], "modeldeck": {"server_timings":
                    {"queue_ms": 3.0, "prompt_ms": 40.0, "generation_ms": 800.0}}}
                    """,
                    new WireFacts(Duration.ofMillis(10), 1234, 56789, 1));
            TabPreview.onFx(() -> {
                model.grew();
                return true;
            });
            TableView<LogRow> table = table(preview);
            preview.waitFor(() -> table.getItems().size() == 4);
            TabPreview.onFx(() -> {
                table.getSelectionModel().select(0);
                return true;
            });
            preview.waitFor(() -> shows(preview, "support · 200"));
            preview.picture("logs-detail-elsewhere");
            assertThat(shows(preview, "The server says")).isTrue();
            assertThat(shows(preview, "Connected in")).isTrue();
            assertThat(
                            preview.stage().getScene().getRoot().lookupAll("*").stream()
                                    .filter(Text.class::isInstance)
                                    .map(value -> ((Text) value).getText()))
                    .contains(
                            "3.0 ms waiting, 40 ms for the prompt, 800 ms for the answer", "10 ms");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void one_sees_how_far_an_export_is_and_can_cancel_it(Look look) {
        try (TabPreview preview = show(look, MANY)) {
            TableView<LogRow> table = table(preview);
            preview.waitFor(() -> table.getItems().size() == MANY);
            TabPreview.onFx(() -> {
                export.start(model.filter(), folder.resolve("log.csv"), problem -> {});
                return true;
            });
            preview.waitFor(() -> export.progress().get() > 0.3);
            preview.picture("logs-export");
            Button cancel =
                    TabPreview.onFx(() ->
                            (Button) preview.stage().getScene().lookup(".export-strip #cancel"));
            TabPreview.onFx(() -> {
                cancel.fire();
                return true;
            });
            assertThat(export.running().get()).isFalse();
            preview.picture("logs-export-cancelled");
        }
    }

    private TabPreview show(Look look, int rows) {
        sample = new SampleLog(folder, rows);
        work = new Work();
        return TabPreview.show(
                look,
                () -> {
                    model = new LogsViewModel(work, sample.log, Clock.systemUTC());
                    export = new ExportViewModel(work, sample.log);
                    DetailViewModel detail =
                            new DetailViewModel(
                                    work,
                                    sample.log,
                                    call -> new DialectCalls.Outcome("r", 200, "{}", "", 1, null),
                                    "me",
                                    () ->
                                            new SampleGateway(
                                                    URI.create("http://127.0.0.1:8765"), false));
                    LogsView view = new LogsView(model, detail, export, FileChoice.ofPlatform());
                    model.shown(true);
                    return view.root();
                });
    }

    @SuppressWarnings("unchecked")
    private static TableView<LogRow> table(TabPreview preview) {
        preview.waitFor(() -> preview.stage().getScene().lookup(".table-view") != null);
        return preview.find(".table-view", TableView.class);
    }

    /** Whether the row of that call is drawn now. */
    private static boolean inSight(TableView<LogRow> table, long sequence) {
        return table.lookupAll(".table-row-cell").stream()
                .map(TableRow.class::cast)
                .filter(row -> row.isVisible() && row.getItem() instanceof LogRow)
                .map(row -> ((LogRow) row.getItem()).call())
                .anyMatch(call -> call != null && call.sequence() == sequence);
    }

    private static boolean shows(TabPreview preview, String text) {
        return preview.stage().getScene().getRoot().lookupAll(".label").stream()
                .map(Label.class::cast)
                .anyMatch(label -> text.equals(label.getText()));
    }
}
