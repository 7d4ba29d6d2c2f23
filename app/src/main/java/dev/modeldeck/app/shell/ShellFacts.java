package dev.modeldeck.app.shell;

import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.registry.RegisteredModel;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the shell shows of the engine around the tabs.
 *
 * @param machine asked off the FX thread
 */
public record ShellFacts(
        HomeFolder home,
        Live<GatewayStatus> gateway,
        Live<List<Endpoint>> endpoints,
        Live<List<RegisteredModel>> models,
        Live<List<ConnectionView>> connections,
        Supplier<Machine> machine) {}
