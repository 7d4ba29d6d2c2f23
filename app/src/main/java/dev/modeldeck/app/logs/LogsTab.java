package dev.modeldeck.app.logs;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.scene.Parent;

import java.time.Clock;

/** Every call from every door. */
public final class LogsTab implements TabContent {

    private final LogsViewModel model;
    private final LogsView view;
    private final Subscription sources;

    public LogsTab(Engine engine, WindowMemory memory) {
        Work work = new Work();
        model = new LogsViewModel(work, engine.requestLog(), Clock.systemUTC());
        memory.keep(model.text(), "logs.text");
        memory.keep(model.endpoint(), "logs.endpoint");
        memory.keep(model.door(), "logs.door");
        memory.keep(model.status(), "logs.status", StatusChoice.class);
        memory.keep(model.since(), "logs.since", SinceChoice.class);
        DetailViewModel detail =
                new DetailViewModel(
                        work,
                        engine.requestLog(),
                        call -> engine.calls().call(call, DialectCalls.Stream.none()),
                        engine.who(),
                        engine::sampleGateway);
        ExportViewModel export = new ExportViewModel(work, engine.requestLog());
        view = new LogsView(model, detail, export, FileChoice.ofPlatform());
        view.keepDivider(memory);
        sources =
                Subscription.all(
                        work.follow(
                                engine.endpoints().all(),
                                all ->
                                        model.offerEndpoints(
                                                all.stream().map(e -> e.name().value()).toList())),
                        work.follow(engine.requestLog().newest(), newest -> model.grew()));
    }

    @Override
    public Parent node() {
        return view.root();
    }

    @Override
    public void shown() {
        model.shown(true);
    }

    @Override
    public void hidden() {
        model.shown(false);
    }

    @Override
    public void open(Destination destination) {
        if (destination instanceof Destination.LogsOf(EndpointName name)) {
            model.endpoint().set(name.value());
        }
    }

    @Override
    public void close() {
        sources.close();
        model.close();
    }
}
