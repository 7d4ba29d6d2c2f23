package dev.modeldeck.app.fx;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A window of 1280 × 800 for view tests, without a display, and pictures of it in {@code
 * target/pictures}. Used from the test's own thread; closing closes the window.
 *
 * <pre>{@code
 * try (TabPreview preview = TabPreview.show(Look.DARK, () -> new ModelsView(model).node())) {
 *     preview.waitFor(() -> table.getItems().size() == 2);
 *     preview.picture("models");
 * }
 * }</pre>
 */
public final class TabPreview implements AutoCloseable {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    /** That a test waits, unless it says otherwise. */
    public static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(5);

    private final Look look;
    private final Stage stage;

    private TabPreview(Look look, Stage stage) {
        this.look = look;
        this.stage = stage;
    }

    /** Makes the node on the FX thread and shows it. */
    public static TabPreview show(Look look, Supplier<? extends Parent> content) {
        startToolkit();
        return onFx(() -> {
            Stage stage = new Stage();
            Scene scene = new Scene(content.get(), WIDTH, HEIGHT);
            look.apply(scene);
            stage.setScene(scene);
            stage.setX(0);
            stage.setY(0);
            stage.show();
            return new TabPreview(look, stage);
        });
    }

    /** Starts the toolkit, once for all tests of the process. */
    public static void startToolkit() {
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        try {
            Platform.startup(() -> {
                Platform.setImplicitExit(false);
                Look.loadFonts();
                started.complete(true);
            });
        } catch (IllegalStateException e) {
            started.complete(false); // runs already
        }
        started.join();
    }

    public static <T> T onFx(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The FX thread did not answer.", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Waits until the condition, asked on the FX thread, holds. */
    public void waitFor(BooleanSupplier condition) {
        waitFor(LONGEST, condition);
    }

    /** As {@link #waitFor(BooleanSupplier)}, for what takes its time. */
    public void waitFor(Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!onFx(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited in vain.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** The node with that CSS selector. */
    public <N extends Node> N find(String selector, Class<N> type) {
        return onFx(() -> type.cast(stage.getScene().lookup(selector)));
    }

    public Stage stage() {
        return stage;
    }

    /** Writes {@code target/pictures/<name>-light.png} or {@code -dark.png}. */
    public Path picture(String name) {
        return picture(Path.of("target/pictures"), name + (look.dark() ? "-dark" : "-light"));
    }

    /** Writes {@code <folder>/<name>.png}. */
    public Path picture(Path folder, String name) {
        // Two empty rounds let what was posted before run and lay itself out.
        onFx(() -> true);
        onFx(() -> true);
        Image image = onFx(() -> stage.getScene().snapshot(null));
        Path file = folder.resolve(name + ".png");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Png.of(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @Override
    public void close() {
        onFx(() -> {
            stage.close();
            return true;
        });
    }
}
