package dev.modeldeck.app;

import dev.modeldeck.app.cli.HomeOption;
import dev.modeldeck.app.cli.Modeldeck;
import dev.modeldeck.app.cli.ProgramLog;

import javafx.application.Application;

import picocli.CommandLine;

import java.util.Locale;
import java.util.Map;

/**
 * Where the program begins. Not an {@code Application} itself, so that it starts from a jar. With
 * {@code modeldeck.followParent} it ends with whoever started it: a build that is killed tells its
 * children nothing.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        if (Boolean.getBoolean("modeldeck.followParent")) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
        System.exit(new CommandLine(new Modeldeck(Launcher::openWindow)).execute(args));
    }

    private static int openWindow(HomeOption options) {
        ProgramLog.into(options.home());
        if (withoutDisplay(System.getProperty("os.name"), System.getenv())) {
            System.out.println(
                    "There is no display (DISPLAY and WAYLAND_DISPLAY are not set): the window runs"
                            + " without one, and the gateway answers as usual. Ctrl+C ends it.");
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
        }
        Application.launch(
                ModeldeckApp.class,
                "--home=" + options.engine().home(),
                "--port=" + options.engine().port());
        return 0;
    }

    static boolean withoutDisplay(String system, Map<String, String> environment) {
        return system.toLowerCase(Locale.ROOT).contains("linux")
                && environment.getOrDefault("DISPLAY", "").isBlank()
                && environment.getOrDefault("WAYLAND_DISPLAY", "").isBlank();
    }
}
