package dev.modeldeck.app.shell;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.registry.RegisteredModel;

import java.util.ArrayList;
import java.util.List;

/** Everything the palette offers, as things are when it opens. */
final class Commands {

    private final Texts texts = Texts.of("shell");
    private final List<TabSpec> tabs;
    private final ShellFacts facts;
    private final Navigator navigator;
    private final Appearance appearance;

    Commands(List<TabSpec> tabs, ShellFacts facts, Navigator navigator, Appearance appearance) {
        this.tabs = tabs;
        this.facts = facts;
        this.navigator = navigator;
        this.appearance = appearance;
    }

    List<Command> now() {
        List<Command> all = new ArrayList<>();
        tabs.forEach(tab ->
                all.add(going(tab.icon(), tab.title(), "kind.tab", new Destination.Tab(tab.id()))));
        all.add(
                going(
                        "fth-upload",
                        texts.get("command.register"),
                        "kind.action",
                        new Destination.RegisterModel()));
        all.add(
                going(
                        "fth-globe",
                        texts.get("command.addServer"),
                        "kind.action",
                        new Destination.AddServer()));
        for (Appearance.Choice choice : Appearance.Choice.values()) {
            all.add(
                    new Command(
                            icon(choice),
                            texts.get("command.look." + choice.name()),
                            texts.get("kind.action"),
                            () -> appearance.choiceProperty().set(choice)));
        }
        facts.endpoints().get().forEach(endpoint -> addEndpoint(all, endpoint));
        facts.models().get().forEach(model -> addModel(all, model));
        facts.connections().get().forEach(view -> addConnection(all, view.connection().name()));
        return all;
    }

    private void addEndpoint(List<Command> all, Endpoint endpoint) {
        var name = endpoint.name();
        all.add(
                going(
                        "fth-server",
                        name.value(),
                        "kind.endpoint",
                        new Destination.OneEndpoint(name)));
        all.add(
                going(
                        "fth-message-square",
                        texts.get("command.try", name.value()),
                        "kind.action",
                        new Destination.Try(name)));
        all.add(
                going(
                        "fth-activity",
                        texts.get("command.metrics", name.value()),
                        "kind.action",
                        new Destination.MetricsOf(name)));
        all.add(
                going(
                        "fth-list",
                        texts.get("command.logs", name.value()),
                        "kind.action",
                        new Destination.LogsOf(name)));
    }

    private void addModel(List<Command> all, RegisteredModel model) {
        all.add(
                going(
                        "fth-box",
                        model.name().toString(),
                        "kind.model",
                        new Destination.Model(model.name())));
        model.latest()
                .ifPresent(latest ->
                        all.add(
                                going(
                                        "fth-plus-circle",
                                        texts.get("command.create", model.name(), latest.number()),
                                        "kind.action",
                                        new Destination.CreateEndpoint(
                                                model.name(), latest.number()))));
    }

    private void addConnection(List<Command> all, String name) {
        all.add(going("fth-globe", name, "kind.connection", new Destination.OneConnection(name)));
    }

    private Command going(String icon, String title, String kind, Destination destination) {
        return new Command(icon, title, texts.get(kind), () -> navigator.go(destination));
    }

    private static String icon(Appearance.Choice choice) {
        return switch (choice) {
            case AUTO -> "fth-monitor";
            case LIGHT -> "fth-sun";
            case DARK -> "fth-moon";
        };
    }
}
