package dev.modeldeck.app;

import dev.modeldeck.app.fx.WindowMemory;

import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

import java.util.List;

/** Size and position of the window, as they were left, as long as a screen still shows them. */
final class WindowPlace {

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double LEAST_WIDTH = 960;
    private static final double LEAST_HEIGHT = 600;

    private static final Duration REST = Duration.millis(500);

    private final WindowMemory memory;

    WindowPlace(WindowMemory memory) {
        this.memory = memory;
    }

    void apply(Stage stage) {
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setWidth(Math.max(LEAST_WIDTH, memory.number("width", WIDTH)));
        stage.setHeight(Math.max(LEAST_HEIGHT, memory.number("height", HEIGHT)));
        if ("Headless".equals(System.getProperty("glass.platform"))) {
            // This platform's screen ends at 1000 × 1000, and drawing beyond it fails.
            stage.setWidth(WIDTH);
            stage.setHeight(HEIGHT);
            stage.setX(0);
            stage.setY(0);
            return;
        }
        double x = memory.number("x", Double.NaN);
        double y = memory.number("y", Double.NaN);
        if (!Screen.getScreensForRectangle(x, y, LEAST_WIDTH, LEAST_HEIGHT).isEmpty()) {
            stage.setX(x);
            stage.setY(y);
        }
        stage.setMaximized(memory.get("maximized").map(Boolean::parseBoolean).orElse(false));
    }

    /** Remembers where the window is whenever it has come to rest there. */
    void follow(Stage stage) {
        PauseTransition rest = new PauseTransition(REST);
        rest.setOnFinished(event -> remember(stage));
        for (ObservableValue<?> each :
                List.of(
                        stage.xProperty(),
                        stage.yProperty(),
                        stage.widthProperty(),
                        stage.heightProperty(),
                        stage.maximizedProperty())) {
            each.addListener((place, before, now) -> rest.playFromStart());
        }
    }

    void remember(Stage stage) {
        if (stage.isIconified()) {
            return; // some desktops move a minimised window far away
        }
        memory.put("maximized", Boolean.toString(stage.isMaximized()));
        if (!stage.isMaximized()) {
            memory.put("x", Double.toString(stage.getX()));
            memory.put("y", Double.toString(stage.getY()));
            memory.put("width", Double.toString(stage.getWidth()));
            memory.put("height", Double.toString(stage.getHeight()));
        }
    }
}
