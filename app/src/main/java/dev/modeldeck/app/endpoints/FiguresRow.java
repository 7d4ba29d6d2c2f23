package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.MetricTile;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.metrics.Metrics;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;

import java.util.List;
import java.util.Locale;

/** The last minute in four figures, read anew each second while they are in a window. */
final class FiguresRow extends HBox {

    private final MetricTile requests;
    private final MetricTile latency;
    private final MetricTile errors;
    private final MetricTile speed;

    FiguresRow(PageViewModel model, Texts texts) {
        requests = new MetricTile(texts.get("page.rpm"));
        latency = new MetricTile(texts.get("page.p50"));
        errors = new MetricTile(texts.get("page.errors"));
        speed = new MetricTile(texts.get("page.speed"));
        setSpacing(16);
        for (MetricTile tile : List.of(requests, latency, errors, speed)) {
            tile.setPrefWidth(1); // equal shares
            setHgrow(tile, Priority.ALWAYS);
            getChildren().add(tile);
        }
        Timeline clock =
                new Timeline(
                        new KeyFrame(Duration.seconds(1), event -> model.lastMinute(this::show)));
        clock.setCycleCount(Animation.INDEFINITE);
        sceneProperty()
                .subscribe(scene -> {
                    if (scene == null) {
                        clock.stop();
                    } else {
                        model.lastMinute(this::show);
                        clock.play();
                    }
                });
    }

    private void show(Metrics.Snapshot now) {
        requests.show(whole(now.requestsPerMinute()), "");
        latency.show(Double.isNaN(now.p50Millis()) ? "–" : Formats.millis(now.p50Millis()), "");
        errors.show(Long.toString(now.errors()), "");
        speed.show(Double.isNaN(now.tokensPerSecond()) ? "–" : whole(now.tokensPerSecond()), "");
    }

    private static String whole(double number) {
        return String.format(Locale.ENGLISH, "%,.0f", number);
    }
}
