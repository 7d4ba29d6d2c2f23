package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.RemoteImports;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The connected servers: the table, one server's page, or the form; and a sheet over them. */
public final class ConnectionsTab implements TabContent {

    private final Texts texts = Texts.of("connections");
    private final Connections connections;
    private final RemoteImports imports;
    private final Live<List<Endpoint>> endpoints;
    private final Work work;
    private final FileChoice files;
    private final Navigator navigator;
    private final Function<String, Node> charts;
    private final StackPane root = new StackPane();
    private final StackPane page = new StackPane();
    private final ConnectionsView table;
    private final Subscription changes;
    private final LeftBehindViewModel leftBehind;
    private Runnable leave = () -> {};
    private boolean filling;
    private @Nullable Sheet sheet;

    /**
     * @param charts of what a server measured itself, by the id of its connection
     */
    public ConnectionsTab(Engine engine, Navigator navigator, Function<String, Node> charts) {
        this(
                engine.connections(),
                engine.imports(),
                engine.endpoints().all(),
                new Work(),
                FileChoice.ofPlatform(),
                navigator,
                charts);
    }

    ConnectionsTab(
            Connections connections,
            RemoteImports imports,
            Live<List<Endpoint>> endpoints,
            Work work,
            FileChoice files,
            Navigator navigator,
            Function<String, Node> charts) {
        this.connections = connections;
        this.imports = imports;
        this.endpoints = endpoints;
        this.work = work;
        this.files = files;
        this.navigator = navigator;
        this.charts = charts;
        ConnectionsViewModel model = new ConnectionsViewModel(connections.kinds());
        table = new ConnectionsView(model, this::openPage, this::add, this::lookHere);
        changes = work.follow(connections.all(), model::offer);
        leftBehind = new LeftBehindViewModel(connections, imports, work);
        table.below(new LeftBehindPane(leftBehind));
        root.getChildren().add(page);
        openList();
    }

    @Override
    public Parent node() {
        return root;
    }

    @Override
    public void shown() {
        if (page.getChildren().contains(table.root())) {
            table.focus();
        }
    }

    @Override
    public void open(Destination destination) {
        switch (destination) {
            case Destination.OneConnection(String name) ->
                    connections
                            .find(name)
                            .ifPresentOrElse(
                                    view -> openPage(view.connection().id()), this::openList);
            case Destination.Act(String name, String action) -> act(name, action);
            case Destination.AddServer _ -> add();
            case Destination.Tab _,
                    Destination.Model _,
                    Destination.Version _,
                    Destination.RegisterModel _,
                    Destination.OneEndpoint _,
                    Destination.CreateEndpoint _,
                    Destination.CreateExternal _,
                    Destination.Try _,
                    Destination.MetricsOf _,
                    Destination.LogsOf _ -> {
                // A tab as it was left; the others are other tabs' affairs.
            }
        }
    }

    @Override
    public void home() {
        if (sheet == null && !page.getChildren().contains(table.root())) {
            openList();
        }
    }

    @Override
    public void up() {
        if (!filling) { // a form is left by its own buttons, lest a key throws it away
            home();
        }
    }

    @Override
    public void close() {
        closeSheet();
        leave.run();
        changes.close();
        leftBehind.close();
        work.close();
    }

    private void add() {
        form(null, Optional.empty());
    }

    private void lookHere() {
        HereViewModel model = new HereViewModel(connections, work);
        HerePane pane = new HerePane(model, address -> form(null, Optional.of(address)));
        show(texts.get("here.look"), pane, model::cancel);
    }

    /**
     * @param left ends what the page does when another one takes its place
     */
    private void front(Node node, Runnable left) {
        closeSheet();
        leave.run();
        leave = left;
        filling = false;
        page.getChildren().setAll(node);
    }

    private void form(@Nullable ConnectionView edited, Optional<URI> address) {
        FormViewModel model = new FormViewModel(connections, work, edited);
        address.ifPresent(known -> model.address().set(known.toString()));
        Runnable cancel =
                edited == null ? this::openList : () -> openPage(edited.connection().id());
        FormView view = new FormView(model, files, this::openPage, cancel);
        front(view.root(), model::close);
        filling = true;
        view.focus();
        if (address.isPresent()) {
            model.test();
        }
    }

    /** An endpoint that has the model of the server. */
    private Optional<Endpoint> serving(Connection server, String model) {
        return endpoints.get().stream()
                .filter(endpoint ->
                        endpoint.config().stream()
                                .flatMap(config -> config.entities().stream())
                                .anyMatch(entity -> serves(entity, server, model)))
                .findFirst();
    }

    private static boolean serves(ServedEntity entity, Connection server, String model) {
        return entity.source() instanceof ServedEntity.External external
                && external.isOf(server.id(), server.name(), model);
    }

    private void openList() {
        front(table.root(), () -> {});
        table.focus();
    }

    private void openPage(String id) {
        connections.all().get().stream()
                .filter(view -> view.connection().id().equals(id))
                .findFirst()
                .ifPresentOrElse(this::page, this::openList);
    }

    private void act(String name, String action) {
        connections
                .find(name)
                .ifPresentOrElse(
                        view -> {
                            FromPage page = page(view);
                            page.model.actions().stream()
                                    .filter(each -> each.id().equals(action))
                                    .findFirst()
                                    .ifPresent(each -> page.act(each, ""));
                        },
                        this::openList);
    }

    private FromPage page(ConnectionView shown) {
        PageViewModel model = new PageViewModel(connections, work, shown, this::openList);
        Node figures = charts.apply(model.id());
        RegistryViewModel registry =
                new RegistryViewModel(connections, imports, work, model.view());
        FromPage links = new FromPage(model, registry);
        front(
                new PageView(model, registry, figures, links).root(),
                () -> {
                    registry.close();
                    model.close();
                });
        return links;
    }

    /**
     * Shows a card over what is in front; another one takes its place.
     *
     * @param closed ends what the content does
     */
    private Sheet show(String title, Node content, Runnable closed) {
        closeSheet();
        Sheet shown = new Sheet(title, content, this::closeSheet, closed);
        sheet = shown;
        root.getChildren().add(shown.root());
        shown.root().requestFocus();
        return shown;
    }

    private void closeSheet() {
        Sheet open = sheet;
        if (open != null) {
            sheet = null;
            root.getChildren().remove(open.root());
            open.closed();
        }
    }

    /** What a server's page leads to. */
    private final class FromPage implements PageView.Links {

        private final PageViewModel model;
        private final RegistryViewModel registry;

        FromPage(PageViewModel model, RegistryViewModel registry) {
            this.model = model;
            this.registry = registry;
        }

        @Override
        public void back() {
            openList();
        }

        @Override
        public void edit(ConnectionView view) {
            form(view, Optional.empty());
        }

        @Override
        public void test(ConnectionView view) {
            ProbeViewModel probe = new ProbeViewModel(connections, work);
            ProbePane pane = new ProbePane(probe, model.words(), "");
            String title = texts.get("page.test", view.connection().name());
            show(title, pane, probe::cancel);
            probe.test(view.connection());
        }

        @Override
        public void act(ServerAction action, String on) {
            ActionViewModel acting = new ActionViewModel(connections, work, model.id(), action, on);
            String title =
                    on.isEmpty() ? action.label() : texts.get("action.title", action.label(), on);
            ActionPane pane = new ActionPane(acting, ConnectionsTab.this::closeSheet);
            show(title, pane, acting::close);
        }

        @Override
        public void read(ServerPage page, String of) {
            ReadingViewModel reading =
                    new ReadingViewModel(connections, work, model.id(), page, of);
            String title = texts.get("reading.title", page.label(), of.isEmpty() ? name() : of);
            show(title, new ReadingPane(reading), reading::cancel).wide();
        }

        @Override
        public void importing(RemoteRegistry.Version version) {
            ImportViewModel bringing = registry.importing(version);
            ImportPane pane =
                    new ImportPane(bringing, ConnectionsTab.this::closeSheet, navigator::go);
            String title = texts.get("import.title", version.name(), version.number());
            show(title, pane, bringing::close);
        }

        @Override
        public void tryOut(ServedModel served) {
            serving(model.view().get().connection(), served.name())
                    .ifPresentOrElse(
                            endpoint -> navigator.go(new Destination.Try(endpoint.name())),
                            () -> serve(served));
        }

        @Override
        public void serve(ServedModel served) {
            navigator.go(new Destination.CreateExternal(name(), served.name()));
        }

        private String name() {
            return model.view().get().connection().name();
        }
    }
}
