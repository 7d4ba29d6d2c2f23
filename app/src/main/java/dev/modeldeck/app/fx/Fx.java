package dev.modeldeck.app.fx;

import javafx.application.ColorScheme;
import javafx.application.Platform;

import java.util.function.Consumer;

/** The JavaFX thread, and what the toolkit knows about the desktop. */
public final class Fx {
    private Fx() {}

    public static boolean onFx() {
        return Platform.isFxApplicationThread();
    }

    /** Runs at once when already on the FX thread, else there and later. */
    public static void run(Runnable action) {
        if (onFx()) {
            action.run();
        } else {
            later(action);
        }
    }

    /** Runs on the FX thread after what is waiting there. */
    public static void later(Runnable action) {
        Platform.runLater(action);
    }

    /** Ends the toolkit after the last window. */
    public static void exit() {
        Platform.exit();
    }

    /** Whether the desktop prefers dark windows. */
    public static boolean desktopIsDark() {
        return Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    }

    /** Calls back on the FX thread whenever the desktop changes between light and dark. */
    public static void onDesktopColours(Consumer<Boolean> dark) {
        Platform.getPreferences()
                .colorSchemeProperty()
                .subscribe(scheme -> dark.accept(scheme == ColorScheme.DARK));
    }
}
