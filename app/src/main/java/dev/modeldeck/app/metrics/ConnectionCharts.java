package dev.modeldeck.app.metrics;

import dev.modeldeck.app.controls.PillRow;
import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;

import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What one connected server measured itself, over time; reads only while it can be seen. */
final class ConnectionCharts extends VBox {

    private static final Duration EVERY = Duration.ofSeconds(5);

    /** Longer ones would be empty for the most part. */
    private static final List<TimeRange> RANGES =
            List.of(TimeRange.FIVE_MINUTES, TimeRange.THIRTY_MINUTES, TimeRange.TWO_HOURS);

    private final Work work;
    private final Function<Steps, List<ServerFigures>> reader;
    private final ChartBoard board = new ChartBoard(new SimpleObjectProperty<>());
    private final PillRow<TimeRange> range = new PillRow<>(RANGES, TimeRange::toString);

    /**
     * @param reader gives the figures of one server, or nothing
     */
    ConnectionCharts(Work work, Function<Steps, List<ServerFigures>> reader) {
        this.work = work;
        this.reader = reader;
        getStyleClass().add("stack-12");
        Label title = new Label(Texts.of("metrics").get("server.charts"));
        title.getStyleClass().add("section-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(title, space, range);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, board);
        setVisible(false); // until there is something to see
        managedProperty().bind(visibleProperty());
        range.valueProperty().set(TimeRange.THIRTY_MINUTES);
        new Heartbeat(this, EVERY, this::read);
        range.valueProperty().subscribe((before, now) -> read());
    }

    private void read() {
        TimeRange wanted = range.valueProperty().get();
        work.run(
                () -> reader.apply(Steps.of(wanted, Instant.now())),
                read -> {
                    if (wanted == range.valueProperty().get()) {
                        show(read);
                    }
                },
                problem -> {});
    }

    private void show(List<ServerFigures> read) {
        read.forEach(figures -> board.show(figures.charts(), figures.data()));
        setVisible(!read.isEmpty());
    }
}
