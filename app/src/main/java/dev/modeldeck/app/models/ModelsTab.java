package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;
import dev.modeldeck.app.shell.TabContent;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Supplier;

/** The registered models: the table, their pages, and the sheet that registers one. */
public final class ModelsTab implements TabContent {

    private final StackPane root = new StackPane();
    private final StackPane page = new StackPane();
    private final ModelsViewModel list;
    private final ModelViewModel model;
    private final QualityViewModel quality;
    private final RegisterViewModel registering;
    private final ModelsView listView;
    private final ModelView modelView;
    private final VersionView versionView;
    private final RegisterView registerView;
    private final Work work;
    private final Navigator navigator;

    public ModelsTab(Engine engine, Navigator navigator) {
        this(
                new EngineDoor(
                        engine.registry(), engine::machine, engine.who(), QualityDoor.of(engine)),
                new Work(),
                new ModelSources(FileChoice.ofPlatform(), engine::modelsHere),
                navigator);
    }

    /** What the tab needs of the engine. */
    record EngineDoor(
            Registry registry, Supplier<Machine> machine, String who, QualityDoor quality) {}

    ModelsTab(EngineDoor engine, Work work, ModelSources sources, Navigator navigator) {
        this.work = work;
        this.navigator = navigator;
        Registry registry = engine.registry();
        Supplier<Machine> machine = engine.machine();
        String who = engine.who();
        this.list = new ModelsViewModel(registry, work);
        this.model = new ModelViewModel(registry, machine, work, this::say);
        this.registering = new RegisterViewModel(registry, machine, who, work);
        ModelEdits edits = new ModelEdits(registry, who, work, this::say);
        Pages pages = new InTab();
        this.listView =
                new ModelsView(list, pages::openModel, () -> register(null), this::registerDropped);
        this.modelView = new ModelView(model, edits, pages);
        this.quality = new QualityViewModel(engine.quality(), work);
        this.versionView = new VersionView(model, quality, edits, pages);
        this.registerView =
                new RegisterView(
                        registering,
                        new FoundViewModel(sources.here(), work),
                        sources.files(),
                        this::closeSheet,
                        this::registered);
        registerView.root().setVisible(false);
        page.getChildren().setAll(listView.root());
        root.getChildren().addAll(page, registerView.root());
        model.subjectProperty().subscribe(this::leaveWhatIsGone);
    }

    @Override
    public Parent node() {
        return root;
    }

    /** Ages are told anew; they were right when their rows were drawn. */
    @Override
    public void shown() {
        listView.refresh();
    }

    @Override
    public void open(Destination destination) {
        switch (destination) {
            case Destination.Model(ModelName name) -> openModel(name, 0);
            case Destination.Version(ModelName name, int number) -> openModel(name, number);
            case Destination.RegisterModel _ -> register(null);
            case Destination.Tab _,
                    Destination.OneEndpoint _,
                    Destination.CreateEndpoint _,
                    Destination.CreateExternal _,
                    Destination.OneConnection _,
                    Destination.Act _,
                    Destination.AddServer _,
                    Destination.Try _,
                    Destination.MetricsOf _,
                    Destination.LogsOf _ -> {
                // A tab as it was left; the others are other tabs' affairs.
            }
        }
    }

    @Override
    public void home() {
        if (!registerView.root().isVisible()) {
            show(listView.root());
            listView.focus();
        }
    }

    @Override
    public void up() {
        ModelViewModel.Subject subject = model.subjectProperty().get();
        if (subject != null && page.getChildren().contains(versionView.root())) {
            openModel(subject.model().name(), 0);
        } else {
            home();
        }
    }

    @Override
    public void close() {
        registering.cancel();
        list.close();
        model.close();
        quality.close();
        work.close();
    }

    private void openModel(ModelName name, int number) {
        if (!registering.working()) {
            closeSheet();
        }
        model.show(name, number);
        show(number == 0 ? modelView.root() : versionView.root());
    }

    private void show(Node node) {
        page.getChildren().setAll(node);
    }

    private void register(@Nullable ModelName name) {
        registering.begin(name);
        registerView.root().setVisible(true);
        registerView.root().requestFocus();
    }

    private void registerDropped(Path source) {
        register(null);
        registering.inspect(source);
    }

    private void registered(ModelVersion version) {
        closeSheet();
        openModel(version.model(), version.number());
    }

    private void closeSheet() {
        registerView.root().setVisible(false);
    }

    private void leaveWhatIsGone(ModelViewModel.@Nullable Subject subject) {
        if (subject == null && !page.getChildren().contains(listView.root())) {
            show(listView.root());
        }
    }

    private void say(Problem problem) {
        if (root.getScene() != null) {
            Dialogs.show(root.getScene().getWindow(), problem);
        }
    }

    private final class InTab implements Pages {

        @Override
        public void openList() {
            home();
        }

        @Override
        public void openModel(ModelName name) {
            ModelsTab.this.openModel(name, 0);
        }

        @Override
        public void openVersion(ModelName name, int number) {
            ModelsTab.this.openModel(name, number);
        }

        @Override
        public void register(ModelName name) {
            ModelsTab.this.register(name);
        }

        @Override
        public void createEndpoint(ModelName name, int version) {
            navigator.go(new Destination.CreateEndpoint(name, version));
        }
    }
}
