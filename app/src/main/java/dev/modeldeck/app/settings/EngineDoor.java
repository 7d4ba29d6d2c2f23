package dev.modeldeck.app.settings;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineSettings;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the settings need of the engine.
 *
 * @param apply blocks and throws what is wrong; called off the FX thread like the ones below
 */
record EngineDoor(
        HomeFolder home,
        Live<EngineSettings> settings,
        Live<GatewayStatus> gateway,
        Consumer<EngineSettings> apply,
        Runnable clearLog,
        Supplier<Machine> machine,
        CudaDoor cuda,
        SecretsDoor secrets) {

    static EngineDoor of(Engine engine) {
        return new EngineDoor(
                engine.home(),
                engine.settings(),
                engine.gateway(),
                engine::apply,
                engine.requestLog()::clear,
                engine::machine,
                CudaDoor.of(engine.cuda()),
                SecretsDoor.of(engine.secrets()));
    }
}
