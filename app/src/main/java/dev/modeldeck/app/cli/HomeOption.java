package dev.modeldeck.app.cli;

import dev.modeldeck.engine.EngineOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Where Modeldeck keeps its things and on which port it answers: the same for every verb. */
public final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "Folder that holds everything (default: MODELDECK_HOME, else .modeldeck in the"
                            + " home folder).")
    private @Nullable Path home;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the gateway; 0 for any free one (default: as set, else 8765).")
    private int port = -1;

    public Path home() {
        if (home != null) {
            return home;
        }
        String variable = System.getenv("MODELDECK_HOME");
        return variable == null || variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".modeldeck")
                : Path.of(variable);
    }

    public EngineOptions engine() {
        return EngineOptions.of(home()).withPort(port);
    }
}
