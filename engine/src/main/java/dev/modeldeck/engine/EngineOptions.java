package dev.modeldeck.engine;

import java.nio.file.Path;

/**
 * How an engine is started.
 *
 * @param home its folder
 * @param port of the gateway; negative to take the settings' one, 0 for any free one
 * @param starterModels whether models that come with the program are registered on the first start
 * @param who recorded as the author of changes made through this engine's window
 * @param keychain whether secrets go to the operating system's keychain, where it has one
 */
public record EngineOptions(
        Path home, int port, boolean starterModels, String who, boolean keychain) {

    /** Leaves the system's keychain alone. */
    public EngineOptions(Path home, int port, boolean starterModels, String who) {
        this(home, port, starterModels, who, false);
    }

    /** As people start it; {@code -Dmodeldeck.keychain=off} leaves the system's keychain alone. */
    public static EngineOptions of(Path home) {
        boolean keychain = !"off".equals(System.getProperty("modeldeck.keychain"));
        return new EngineOptions(
                home, -1, true, System.getProperty("user.name", "unknown"), keychain);
    }

    public EngineOptions withHome(Path other) {
        return new EngineOptions(other, port, starterModels, who, keychain);
    }

    public EngineOptions withPort(int other) {
        return new EngineOptions(home, other, starterModels, who, keychain);
    }
}
