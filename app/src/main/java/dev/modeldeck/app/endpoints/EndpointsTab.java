package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.registry.ModelName;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Function;

/** Endpoints: the table, one endpoint's page, or the form; one of them in front. */
public final class EndpointsTab implements TabContent {

    private final Engine engine;
    private final Navigator navigator;
    private final Function<EndpointName, Node> charts;
    private final Work work = new Work();
    private final EndpointsView table;
    private final StackPane root = new StackPane();
    private final Subscription changes;
    private final Subscription servers;
    private boolean shown;
    private @Nullable PageViewModel page;
    private Work.Handle opening = () -> {};

    /**
     * @param charts an endpoint's charts, for its page
     */
    public EndpointsTab(Engine engine, Navigator navigator, Function<EndpointName, Node> charts) {
        this.engine = engine;
        this.navigator = navigator;
        this.charts = charts;
        Connections connections = engine.connections();
        EndpointsViewModel model =
                new EndpointsViewModel(work, name -> engine.metrics().lastMinute(name.value()));
        table =
                new EndpointsView(
                        model,
                        navigator,
                        this::create,
                        () -> CreateChoice.of(connections.all().get(), connections.kinds()));
        changes = work.follow(engine.endpoints().all(), model::offer);
        servers = work.follow(connections.all(), model::offerServers);
        showTable();
    }

    @Override
    public Parent node() {
        return root;
    }

    @Override
    public void shown() {
        shown = true;
        table.shown(root.getChildren().contains(table.root()));
    }

    @Override
    public void hidden() {
        shown = false;
        table.shown(false);
    }

    @Override
    public void open(Destination destination) {
        switch (destination) {
            case Destination.OneEndpoint(EndpointName name) -> showPage(name);
            case Destination.CreateEndpoint(ModelName model, int version) ->
                    openForm(null, form -> form.add(model, version));
            case Destination.CreateExternal(String connection, String model) ->
                    openForm(null, form -> form.addExternal(connection, model));
            case Destination.Tab _,
                    Destination.OneConnection _,
                    Destination.Act _,
                    Destination.AddServer _,
                    Destination.Model _,
                    Destination.Version _,
                    Destination.RegisterModel _,
                    Destination.Try _,
                    Destination.MetricsOf _,
                    Destination.LogsOf _ -> {}
        }
    }

    @Override
    public void home() {
        if (!root.getChildren().contains(table.root())) {
            showTable();
        }
    }

    @Override
    public void up() {
        if (page != null) { // a form is left by its own buttons, lest a key throws it away
            showTable();
        }
    }

    @Override
    public void close() {
        closePage();
        table.shown(false);
        changes.close();
        servers.close();
        work.close();
    }

    private void showTable() {
        closePage();
        front(table.root());
    }

    /** The table's numbers are read only while it is what one sees. */
    private void front(Node node) {
        opening.cancel(); // something else was asked for meanwhile
        root.getChildren().setAll(node);
        table.shown(shown && node == table.root());
    }

    private void create() {
        openForm(null, FormViewModel::add);
    }

    private void showPage(EndpointName name) {
        closePage();
        PageViewModel model = new PageViewModel(work, engine, name, this::showTable);
        page = model;
        PageView view =
                new PageView(
                        model,
                        charts.apply(name),
                        new PageView.Links(
                                this::showTable,
                                () -> engine.endpoints().find(name).ifPresent(this::edit),
                                () -> navigator.go(new Destination.Try(name))));
        front(view.root());
    }

    private void edit(Endpoint endpoint) {
        openForm(endpoint, form -> {});
    }

    /** The machine takes its time to tell what it has, when asked for the first time. */
    private void openForm(@Nullable Endpoint edited, Consumer<FormViewModel> fill) {
        opening.cancel();
        opening =
                work.run(
                        () -> MachineFacts.of(engine),
                        facts -> {
                            FormViewModel form = form(facts, edited);
                            fill.accept(form);
                            showForm(form);
                        },
                        problem -> Dialogs.show(root.getScene().getWindow(), problem));
    }

    private FormViewModel form(MachineFacts facts, @Nullable Endpoint edited) {
        return new FormViewModel(
                work,
                engine.registry(),
                engine.endpoints(),
                () -> engine.connections().all().get(),
                facts,
                engine.who(),
                edited);
    }

    private void showForm(FormViewModel form) {
        closePage();
        EndpointName before = form.editing() ? new EndpointName(form.name().get()) : null;
        FormView view =
                new FormView(
                        form,
                        this::showPage,
                        () -> {
                            if (before == null) {
                                showTable();
                            } else {
                                showPage(before);
                            }
                        });
        front(view.root());
    }

    private void closePage() {
        if (page != null) {
            page.close();
            page = null;
        }
    }
}
