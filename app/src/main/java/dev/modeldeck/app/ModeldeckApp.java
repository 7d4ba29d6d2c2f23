package dev.modeldeck.app;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.engine.EngineOptions;

import javafx.application.Application;
import javafx.stage.Stage;

import java.nio.file.Path;
import java.util.Map;

/** The JavaFX application; its parameters are the folder and the port. */
public final class ModeldeckApp extends Application {

    @Override
    public void start(Stage primary) {
        Map<String, String> named = getParameters().getNamed();
        EngineOptions options =
                EngineOptions.of(Path.of(named.getOrDefault("home", ".modeldeck")))
                        .withPort(Integer.parseInt(named.getOrDefault("port", "-1")));
        Look.loadFonts();
        new MainWindow(primary, options).open();
    }
}
