package dev.modeldeck.app.metrics;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.app.metrics.chart.Charts;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.scene.Node;
import javafx.scene.Parent;

import java.util.List;

/** Live charts of endpoints and their workers. */
public final class MetricsTab implements TabContent {

    private final MetricsViewModel model;
    private final MetricsView view;
    private final Subscription endpoints;

    public MetricsTab(Engine engine, Navigator navigator) {
        Work work = new Work();
        model = new MetricsViewModel(work, reader(engine), charts(engine.machine()));
        view =
                new MetricsView(
                        model,
                        FileChoice.ofPlatform(),
                        () -> navigator.go(new Destination.Tab("endpoints")));
        endpoints = work.follow(engine.endpoints().all(), model::offer);
    }

    /** The charts of one endpoint, for its page; they live while they can be seen. */
    public static Node forEndpoint(Engine engine, EndpointName name) {
        return new EndpointCharts(
                new Work(), reader(engine), charts(engine.machine()), name.value());
    }

    private static MetricsReader reader(Engine engine) {
        return new MetricsReader((metric, endpoint, entity, range) ->
                engine.metrics().series(metric, endpoint, entity, range.span(), TimeRange.POINTS));
    }

    /** Charts of cards only where the machine has one. */
    private static List<ChartSpec> charts(Machine machine) {
        boolean card = machine.computes().stream().anyMatch(c -> !c.id().equals("cpu"));
        return Charts.all().stream().filter(c -> card || !c.id().startsWith("gpu")).toList();
    }

    @Override
    public Parent node() {
        return view.root();
    }

    @Override
    public void shown() {
        view.shown(true);
    }

    @Override
    public void hidden() {
        view.shown(false);
    }

    @Override
    public void open(Destination destination) {
        if (destination instanceof Destination.MetricsOf(EndpointName name)) {
            model.endpoint().set(name.value());
        }
    }

    @Override
    public void close() {
        view.shown(false);
        endpoints.close();
    }
}
