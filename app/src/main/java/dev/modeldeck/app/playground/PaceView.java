package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Texts;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers of all columns as bars on one axis of time: how long each kept one waiting, and how
 * long it wrote. Shown from two columns on.
 */
final class PaceView extends VBox {

    private static final Duration BEAT = Duration.ofMillis(100);

    private final Texts texts = Texts.of("playground");
    private final ObservableList<ColumnViewModel> columns;
    private final GridPane rows = new GridPane();
    private final Label axis = new Label();
    private final List<Row> shown = new ArrayList<>();

    PaceView(ObservableList<ColumnViewModel> columns) {
        this.columns = columns;
        getStyleClass().add("pace");
        rows.getStyleClass().add("pace-rows");
        HBox foot =
                new HBox(12, legend("pace-wait", "pace.wait"), legend("pace-write", "pace.write"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        foot.getChildren().addAll(space, axis);
        axis.getStyleClass().add("caption");
        getChildren().addAll(rows, foot);
        columns.addListener((ListChangeListener<ColumnViewModel>) change -> place());
        place();
        new Heartbeat(this, BEAT, this::beat);
    }

    /** Only what is being written grows with time; the rest is drawn when it changes. */
    private void beat() {
        if (columns.stream()
                .flatMap(column -> column.pace().get().stream())
                .anyMatch(pace -> !pace.over())) {
            draw();
        }
    }

    private HBox legend(String style, String word) {
        Region dot = new Region();
        dot.getStyleClass().addAll("pace-dot", style);
        Label label = new Label(texts.get(word));
        label.getStyleClass().add("caption");
        HBox entry = new HBox(5, dot, label);
        entry.getStyleClass().add("row-4");
        return entry;
    }

    private void place() {
        rows.getChildren().clear();
        shown.forEach(row -> row.changes.unsubscribe());
        shown.clear();
        for (ColumnViewModel column : columns) {
            Row row = new Row(column);
            rows.addRow(shown.size(), row.name, row.bar, row.figures);
            GridPane.setHgrow(row.bar, Priority.ALWAYS);
            shown.add(row);
        }
        draw();
    }

    /** All bars by the longest one. */
    private void draw() {
        boolean several =
                columns.size() > 1 && columns.stream().anyMatch(c -> c.pace().get().isPresent());
        setVisible(several);
        setManaged(several);
        if (!several) {
            return;
        }
        long now = System.nanoTime();
        double longest =
                columns.stream()
                        .flatMap(column -> column.pace().get().stream())
                        .mapToDouble(pace -> pace.millis(now))
                        .max()
                        .orElse(1);
        axis.setText(texts.get("pace.axis", Formats.millis(longest)));
        shown.forEach(row -> row.draw(now, Math.max(1, longest)));
    }

    /** One column's bar. */
    private final class Row {

        private final ColumnViewModel column;
        private final Label name = new Label();
        private final Bar bar = new Bar();
        private final Label figures = new Label();
        private final Subscription changes;

        Row(ColumnViewModel column) {
            this.column = column;
            this.changes = column.pace().subscribe((before, now) -> PaceView.this.draw());
            name.textProperty().bind(column.endpoint());
            name.getStyleClass().add("pace-name");
            figures.getStyleClass().addAll("caption", "pace-figures");
        }

        void draw(long now, double longest) {
            Optional<Pace> pace = column.pace().get();
            bar.show(
                    pace.map(p -> p.waitedMillis(now) / longest).orElse(0.0),
                    pace.map(p -> p.millis(now) / longest).orElse(0.0));
            figures.setText(pace.map(p -> words(p, now)).orElse(""));
        }

        private String words(Pace pace, long now) {
            String whole = Formats.millis(pace.millis(now));
            return Double.isNaN(pace.tokensPerSecond())
                    ? whole
                    : texts.get("pace.figures", whole, Formats.rate(pace.tokensPerSecond()));
        }
    }

    /** Waiting, then writing. */
    private static final class Bar extends Region {

        private final Region wait = new Region();
        private final Region write = new Region();
        private double waited;
        private double whole;

        Bar() {
            getStyleClass().add("pace-bar");
            wait.getStyleClass().add("pace-wait");
            write.getStyleClass().add("pace-write");
            getChildren().addAll(wait, write);
        }

        void show(double waitedShare, double wholeShare) {
            waited = waitedShare;
            whole = wholeShare;
            requestLayout();
        }

        @Override
        protected void layoutChildren() {
            double edge = Math.round(getWidth() * waited);
            double end = Math.round(getWidth() * whole);
            wait.resizeRelocate(0, 0, edge, getHeight());
            write.resizeRelocate(edge, 0, Math.max(0, end - edge), getHeight());
        }
    }
}
