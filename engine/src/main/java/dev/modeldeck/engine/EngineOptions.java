package dev.modeldeck.engine;

import java.nio.file.Path;

/**
 * How an engine is started.
 *
 * @param home its folder
 * @param port of the gateway; negative to take the settings' one, 0 for any free one
 * @param starterModels whether models that come with the program are registered on the first start
 * @param who recorded as the author of changes made through this engine's window
 */
public record EngineOptions(Path home, int port, boolean starterModels, String who) {

    public static EngineOptions of(Path home) {
        return new EngineOptions(home, -1, true, System.getProperty("user.name", "unknown"));
    }
}
