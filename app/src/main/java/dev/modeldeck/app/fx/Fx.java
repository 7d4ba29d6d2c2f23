package dev.modeldeck.app.fx;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.util.Subscription;

import java.util.function.Consumer;

/** The JavaFX thread, and what the toolkit knows about the desktop. */
public final class Fx {
    private Fx() {}

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
    public static Subscription onDesktopColours(Consumer<Boolean> dark) {
        return Platform.getPreferences()
                .colorSchemeProperty()
                .subscribe(scheme -> dark.accept(scheme == ColorScheme.DARK));
    }
}
