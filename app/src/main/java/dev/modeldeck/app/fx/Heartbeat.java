package dev.modeldeck.app.fx;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

import java.time.Duration;

/**
 * Calls back at once and then in steps, as long as a node can be seen: while it is in a window that
 * is open and not minimised. What nobody sees need not be measured.
 */
public final class Heartbeat {

    private final Runnable beat;
    private final Timeline clock = new Timeline();

    public Heartbeat(Node node, Duration every, Runnable beat) {
        this.beat = beat;
        clock.setCycleCount(Animation.INDEFINITE);
        every(every);
        node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Heartbeat::open)
                .orElse(false)
                .subscribe(seen -> {
                    if (seen) {
                        beat.run();
                        clock.play();
                    } else {
                        clock.stop();
                    }
                });
    }

    /** Changes the step. */
    public void every(Duration step) {
        boolean running = clock.getStatus() == Animation.Status.RUNNING;
        clock.stop();
        clock.getKeyFrames()
                .setAll(
                        new KeyFrame(
                                javafx.util.Duration.millis(step.toMillis()), event -> beat.run()));
        if (running) {
            clock.play();
        }
    }

    private static ObservableValue<Boolean> open(Window window) {
        var minimised =
                window instanceof Stage stage
                        ? stage.iconifiedProperty()
                        : new SimpleBooleanProperty();
        return Bindings.and(window.showingProperty(), Bindings.not(minimised)).asObject();
    }
}
