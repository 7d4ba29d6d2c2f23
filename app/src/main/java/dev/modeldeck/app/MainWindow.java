package dev.modeldeck.app;

import dev.modeldeck.app.cli.EngineRun;
import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Faults;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Shell;
import dev.modeldeck.app.shell.StartPane;
import dev.modeldeck.engine.EngineOptions;
import dev.modeldeck.ui.UiResources;

import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The window's life: the first frame at once, the engine beside it, then the tabs; on closing the
 * engine ends before the program does.
 */
final class MainWindow {

    private static final Logger LOG = LoggerFactory.getLogger(MainWindow.class);

    private final Work work = new Work();
    private final AtomicReference<@Nullable EngineRun> run = new AtomicReference<>();
    private final Stage stage;
    private final WindowMemory memory;
    private final WindowPlace place;
    private final Appearance appearance;
    private final StartPane startPane;
    private EngineOptions options;
    private @Nullable Shell shell;
    private boolean quitting;

    MainWindow(Stage stage, EngineOptions options) {
        this.stage = stage;
        this.options = options;
        this.memory = new WindowMemory(options.home().resolve("window").resolve("window.json"));
        this.place = new WindowPlace(memory);
        this.appearance = new Appearance(memory);
        this.startPane = new StartPane(this::startEngine, this::chooseHome, this::quit);
    }

    void open() {
        Faults.watch(stage);
        Scene scene = new Scene(startPane.node());
        appearance.dress(scene);
        stage.setTitle(Texts.common().get("app.name"));
        UiResources.windowIcons()
                .forEach(icon -> stage.getIcons().add(new Image(icon.toExternalForm())));
        stage.setScene(scene);
        place.apply(stage);
        place.follow(stage);
        stage.setOnCloseRequest(event -> {
            event.consume();
            quit();
        });
        stage.show();
        reportFirstFrame(scene);
        startEngine();
    }

    private void startEngine() {
        startPane.opening(options.home().toString());
        work.run(
                () -> {
                    EngineRun started = EngineRun.start(options);
                    run.set(started);
                    return started;
                },
                this::showShell,
                startPane::failed);
    }

    private void showShell(EngineRun started) {
        Shell fresh = new Composition(started.engine(), appearance, memory).shell();
        shell = fresh;
        stage.getScene().setRoot(fresh.node());
    }

    private void chooseHome() {
        FileChoice.ofPlatform()
                .folder(stage, Texts.of("shell").get("start.otherFolder.title"))
                .ifPresent(folder -> {
                    options = options.withHome(folder);
                    startEngine();
                });
    }

    private void quit() {
        if (quitting) {
            return; // pressed again while the engine ends
        }
        quitting = true;
        place.remember(stage);
        memory.save();
        if (shell != null) {
            shell.close();
            shell = null;
        }
        startPane.closing();
        stage.getScene().setRoot(startPane.node());
        work.run(this::endEngine, Fx::exit, problem -> Fx.exit());
    }

    private void endEngine() {
        EngineRun running = run.get();
        if (running != null) {
            running.close();
        }
    }

    private static void reportFirstFrame(Scene scene) {
        Instant begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        LOG.info(
                                "First frame {} ms after the start",
                                Duration.between(begin, Instant.now()).toMillis());
                    }
                });
    }
}
