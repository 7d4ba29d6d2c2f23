package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.CopyButton;
import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server's page. */
final class PageView {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int BUTTONS = 3;

    private final Texts texts = Texts.of("connections");
    private final Views.Parts parts = Views.parts("connections/page.fxml");
    private final PageViewModel model;
    private final RegistryViewModel registry;
    private final Links links;
    private final StatusPill light = new StatusPill();

    /** Where the page leads to. */
    interface Links {

        void back();

        void edit(ConnectionView view);

        void test(ConnectionView view);

        /**
         * @param model empty for an action on the server itself
         */
        void act(ServerAction action, String model);

        /**
         * @param model empty for a page of the server itself
         */
        void read(ServerPage page, String model);

        void importing(RemoteRegistry.Version version);

        void tryOut(ServedModel model);

        void serve(ServedModel model);
    }

    /**
     * @param charts of what the server measured itself
     */
    PageView(PageViewModel model, RegistryViewModel registry, Node charts, Links links) {
        this.model = model;
        this.registry = registry;
        this.links = links;
        parts.get("stateSlot", HBox.class).getChildren().add(light);
        parts.get("copySlot", HBox.class)
                .getChildren()
                .add(new CopyButton(() -> model.view().get().connection().address().toString()));
        addTabs(charts);
        bindButtons();
        model.view().subscribe(this::show);
        model.now().subscribe(this::tellAge);
        model.kind().subscribe(ignored -> offer());
        new Heartbeat(root(), EVERY, () -> model.now().set(Instant.now()));
    }

    Parent root() {
        return parts.root();
    }

    private void addTabs(Node charts) {
        TabPane tabs = parts.get("tabs", TabPane.class);
        tabs.getTabs().add(tab("page.models", new ModelsPane(model, links)));
        StackPane slot = new StackPane();
        ScrollPane server = new ScrollPane(new ServerPane(model, slot));
        server.setFitToWidth(true);
        server.getStyleClass().add("form-scroll");
        Tab second = tab("page.server", server);
        tabs.getTabs().add(second);
        // Charts leave the window with their tab, so that they rest.
        second.selectedProperty()
                .subscribe(
                        chosen -> slot.getChildren().setAll(chosen ? List.of(charts) : List.of()));
        registry.offered()
                .subscribe(offered -> {
                    if (offered) {
                        tabs.getTabs().add(registryTab());
                    }
                });
    }

    /** It is read when it is opened first; many who look at a server never do. */
    private Tab registryTab() {
        Tab tab = tab("page.registry", new RegistryPane(registry, links::importing));
        tab.selectedProperty()
                .subscribe(chosen -> {
                    if (chosen) {
                        registry.open();
                    }
                });
        return tab;
    }

    private Tab tab(String key, Node content) {
        VBox padded = new VBox(content);
        VBox.setVgrow(content, Priority.ALWAYS);
        padded.getStyleClass().add("tab-body");
        Tab tab = new Tab(texts.get(key), padded);
        tab.setClosable(false);
        return tab;
    }

    private void bindButtons() {
        button("back").setOnAction(event -> links.back());
        button("edit").setOnAction(event -> links.edit(model.view().get()));
        button("test").setOnAction(event -> links.test(model.view().get()));
        button("delete").setOnAction(event -> delete());
        Button refresh = button("refresh");
        refresh.setOnAction(event -> model.refresh());
        refresh.disableProperty().bind(model.refreshing());
    }

    private void show(ConnectionView view) {
        label("title").setText(view.connection().name());
        label("address").setText(view.connection().address().toString());
        light.show(Light.of(view.health()));
        label("server")
                .setText(
                        Stream.of(
                                        model.words().kind(view.server()),
                                        model.look().map(ServerLook::version).orElse(""))
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(" ")));
        showTrouble(view.health());
        tellAge();
    }

    private void showTrouble(Health health) {
        VBox banner = parts.get("trouble", VBox.class);
        boolean troubled = health instanceof Health.Troubled;
        banner.setVisible(troubled);
        banner.setManaged(troubled);
        if (health instanceof Health.Troubled(var problem, Instant _, var last, Instant _)) {
            label("why").setText(problem.message());
            label("lastSeen").setText(texts.get(last == null ? "page.never" : "page.last"));
        }
    }

    private void tellAge() {
        label("look")
                .setText(LastLook.of(model.view().get().health()).words(texts, model.now().get()));
    }

    /** The server's own actions: the first ones as buttons, the others in a menu. */
    private void offer() {
        HBox bar = parts.get("actions", HBox.class);
        bar.getChildren().clear();
        List<ServerAction> actions = model.actions();
        List<ServerPage> pages = model.pages(ServerAction.Target.SERVER);
        bar.setManaged(!actions.isEmpty() || !pages.isEmpty());
        int shown = actions.size() <= BUTTONS + 1 ? actions.size() : BUTTONS;
        actions.subList(0, shown).forEach(action -> bar.getChildren().add(button(action)));
        if (shown < actions.size()) {
            MenuButton more = new MenuButton(texts.get("page.more"));
            actions.subList(shown, actions.size())
                    .forEach(action -> more.getItems().add(item(action)));
            bar.getChildren().add(more);
        }
        pages.forEach(page -> bar.getChildren().add(button(page)));
    }

    private Button button(ServerPage page) {
        Button button = new Button(page.label());
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> links.read(page, ""));
        return button;
    }

    private Button button(ServerAction action) {
        Button button = new Button(action.label());
        button.setMinWidth(Region.USE_PREF_SIZE);
        if (!action.help().isEmpty()) {
            button.setTooltip(new Tooltip(action.help()));
        }
        button.setOnAction(event -> links.act(action, ""));
        return button;
    }

    private MenuItem item(ServerAction action) {
        MenuItem item = new MenuItem(action.label());
        item.setOnAction(event -> links.act(action, ""));
        return item;
    }

    private void delete() {
        String name = model.view().get().connection().name();
        if (Dialogs.confirmDanger(
                window(),
                texts.get("page.delete.title", name),
                texts.get("page.delete.text"),
                texts.get("delete"))) {
            model.delete(problem -> Dialogs.show(window(), problem));
        }
    }

    private Window window() {
        return root().getScene().getWindow();
    }

    private Label label(String id) {
        return parts.get(id, Label.class);
    }

    private Button button(String id) {
        return parts.get(id, Button.class);
    }
}
