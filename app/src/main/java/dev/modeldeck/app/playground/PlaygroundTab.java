package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.scene.Parent;

/** Talk to endpoints, side by side. */
public final class PlaygroundTab implements TabContent {

    private final Engine engine;
    private final Work work = new Work();
    private final PlaygroundViewModel model;
    private final PlaygroundView view;
    private final Subscription endpoints;

    public PlaygroundTab(Engine engine, Navigator navigator, WindowMemory memory) {
        this.engine = engine;
        model =
                new PlaygroundViewModel(
                        work,
                        (call, stream) -> engine.calls().call(call, stream),
                        new ConversationStore(engine.home().window().resolve("conversations")),
                        engine.who(),
                        endpoint -> ColumnKind.of(endpoint, engine.registry()));
        PlaygroundMemory.keep(
                model,
                memory,
                engine.endpoints().all().get().stream().map(e -> e.name().value()).toList());
        view =
                new PlaygroundView(
                        model,
                        new PlaygroundView.Ways(
                                this::start,
                                () -> create(navigator),
                                new CodeDialog(engine::sampleGateway),
                                FileChoice.ofPlatform()));
        endpoints = work.follow(engine.endpoints().all(), model::offer);
    }

    @Override
    public Parent node() {
        return view.root();
    }

    @Override
    public void shown() {
        view.focusPrompt();
    }

    @Override
    public void open(Destination destination) {
        if (destination instanceof Destination.Try(EndpointName name)) {
            // What follows the engine lags by a beat: an endpoint just made would be unknown.
            model.offer(engine.endpoints().all().get());
            model.show(name.value());
            view.focusPrompt();
        }
    }

    @Override
    public void close() {
        endpoints.close();
        model.close();
        work.close();
    }

    /** The form for the first model there is, or the endpoints where there is none. */
    private void create(Navigator navigator) {
        navigator.go(
                engine.registry().models().get().stream()
                        .flatMap(model -> model.versions().stream())
                        .findFirst()
                        .<Destination>map(
                                v -> new Destination.CreateEndpoint(v.model(), v.number()))
                        .orElseGet(() -> new Destination.Tab("endpoints")));
    }

    private void start(String name) {
        work.run(
                () -> {
                    engine.endpoints().start(new EndpointName(name), engine.who());
                },
                () -> {},
                problem -> Dialogs.show(node().getScene().getWindow(), problem));
    }
}
