package dev.modeldeck.app.metrics;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.app.metrics.chart.Charts;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.metrics.Metric;

import javafx.scene.Node;
import javafx.scene.Parent;

import java.util.List;
import java.util.function.Consumer;

/** Live charts of endpoints and their workers. */
public final class MetricsTab implements TabContent {

    private final MetricsViewModel model;
    private final MetricsView view;
    private final Subscription endpoints;

    public MetricsTab(Engine engine, Navigator navigator, WindowMemory memory) {
        Work work = new Work();
        model = new MetricsViewModel(work, reader(engine), Charts.withoutCards());
        memory.keep(model.endpoint(), "metrics.endpoint");
        memory.keep(model.range(), "metrics.range", TimeRange.class);
        withCards(engine, work, model::offerCharts);
        view =
                new MetricsView(
                        model,
                        FileChoice.ofPlatform(),
                        () -> navigator.go(new Destination.Tab("endpoints")));
        endpoints = work.follow(engine.endpoints().all(), model::offer);
    }

    /** The charts of one endpoint, for its page; they live while they can be seen. */
    public static Node forEndpoint(Engine engine, EndpointName name) {
        Work work = new Work();
        EndpointCharts charts =
                new EndpointCharts(work, reader(engine), Charts.withoutCards(), name.value());
        withCards(engine, work, charts::offer);
        return charts;
    }

    /** The charts of what a connected server measured itself, for its page. */
    public static Node forConnection(Engine engine, String id) {
        ServerReader servers = ServerReader.of(engine.connections());
        return new ConnectionCharts(
                new Work(), steps -> servers.read(List.of(Remote.all(id)), steps));
    }

    private static MetricsReader reader(Engine engine) {
        ServerReader servers = ServerReader.of(engine.connections());
        return new MetricsReader(
                (metric, endpoint, entity, range) ->
                        engine.metrics()
                                .series(metric, endpoint, entity, range.span(), TimeRange.POINTS),
                (selection, steps) ->
                        engine.endpoints()
                                .find(new EndpointName(selection.endpoint()))
                                .map(endpoint -> Remote.of(endpoint, selection.entities()))
                                .map(remotes -> servers.read(remotes, steps))
                                .orElse(List.of()));
    }

    /** Charts of cards come when the machine has said that it has one: asking it takes a while. */
    private static void withCards(
            Engine engine, Work work, Consumer<List<ChartSpec<Metric>>> charts) {
        work.run(
                engine::machine,
                machine -> {
                    if (machine.computes().stream().anyMatch(c -> !c.id().equals("cpu"))) {
                        charts.accept(Charts.all());
                    }
                },
                problem -> {});
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
        if (destination instanceof Destination.MetricsOf(EndpointName name)) {
            model.endpoint().set(name.value());
        }
    }

    @Override
    public void close() {
        endpoints.close();
        model.close();
    }
}
