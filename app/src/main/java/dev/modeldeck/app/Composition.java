package dev.modeldeck.app;

import dev.modeldeck.app.cli.Modeldeck;
import dev.modeldeck.app.connections.ConnectionsTab;
import dev.modeldeck.app.endpoints.EndpointsTab;
import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.logs.LogsTab;
import dev.modeldeck.app.metrics.MetricsTab;
import dev.modeldeck.app.models.ModelsTab;
import dev.modeldeck.app.playground.PlaygroundTab;
import dev.modeldeck.app.settings.SettingsTab;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.Shell;
import dev.modeldeck.app.shell.ShellFacts;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.app.shell.TabSpec;
import dev.modeldeck.engine.Engine;

import java.util.List;
import java.util.function.Supplier;

/** The hand-written wiring of the window: the one list of its tabs. */
final class Composition {

    private final Texts texts = Texts.of("shell");
    private final Engine engine;
    private final Appearance appearance;
    private final WindowMemory memory;
    private final Work work = new Work();

    Composition(Engine engine, Appearance appearance, WindowMemory memory) {
        this.engine = engine;
        this.appearance = appearance;
        this.memory = memory;
    }

    Shell shell() {
        ShellFacts facts =
                new ShellFacts(
                        engine.home(),
                        engine.gateway(),
                        engine.endpoints().all(),
                        engine.registry().models(),
                        engine.connections().all(),
                        engine::machine);
        return new Shell(facts, this::tabs, appearance, memory, work);
    }

    /** In the order of the rail. */
    List<TabSpec> tabs(Navigator navigator) {
        return List.of(
                tab("models", "fth-box", () -> new ModelsTab(engine, navigator)),
                tab(
                        "endpoints",
                        "fth-server",
                        () ->
                                new EndpointsTab(
                                        engine,
                                        navigator,
                                        name -> MetricsTab.forEndpoint(engine, name))),
                tab(
                        "connections",
                        "fth-globe",
                        () ->
                                new ConnectionsTab(
                                        engine,
                                        navigator,
                                        id -> MetricsTab.forConnection(engine, id))),
                tab(
                        "playground",
                        "fth-message-square",
                        () -> new PlaygroundTab(engine, navigator, memory)),
                tab("metrics", "fth-activity", () -> new MetricsTab(engine, navigator, memory)),
                tab("logs", "fth-list", () -> new LogsTab(engine, memory)),
                tab(
                        "settings",
                        "fth-settings",
                        () -> new SettingsTab(engine, appearance, Modeldeck.Version.number())));
    }

    private TabSpec tab(String id, String icon, Supplier<TabContent> content) {
        return new TabSpec(id, texts.get("tab." + id), icon, content);
    }
}
