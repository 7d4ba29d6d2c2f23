package dev.modeldeck.app.shell;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;

import javafx.scene.Parent;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The content of the window once the engine runs: rail, tab, status bar, palette. */
public final class Shell implements Navigator {

    private static final String TAB_KEY = "tab";
    private static final String SETTINGS = "settings";
    private static final double CORNERS = 24;
    private static final KeyCombination PALETTE =
            new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);

    private final Map<String, TabContent> opened = new HashMap<>();
    private final List<TabSpec> tabs;
    private final WindowMemory memory;
    private final Work work;
    private final RailView rail;
    private final StatusBarViewModel statusModel;
    private final PaletteView palette;
    private final Parent root;
    private final StackPane host;
    private String current = "";

    public Shell(
            ShellFacts facts,
            Function<Navigator, List<TabSpec>> tabs,
            Appearance appearance,
            WindowMemory memory,
            Work work) {
        this.tabs = tabs.apply(this);
        this.memory = memory;
        this.work = work;
        this.palette = new PaletteView(new Commands(this.tabs, facts, this, appearance)::now);
        this.rail = new RailView(this.tabs, this::choose, palette::open, appearance);
        this.statusModel = new StatusBarViewModel(facts, work);
        Views.Parts parts = Views.parts("shell/shell.fxml");
        this.root = parts.root();
        this.host = parts.get("host", StackPane.class);
        roundCorners(host);
        BorderPane frame = parts.get("frame", BorderPane.class);
        frame.setLeft(rail);
        frame.setBottom(new StatusBarView(statusModel, () -> show(SETTINGS)));
        parts.get("overlay", StackPane.class).getChildren().add(palette);
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::onKeyLeft);
        show(memory.get(TAB_KEY).filter(this::known).orElse(this.tabs.getFirst().id()));
    }

    public Parent node() {
        return root;
    }

    @Override
    public void go(Destination destination) {
        if (destination instanceof Destination.Tab(String tab)) {
            choose(tab);
            return;
        }
        show(destination.tab());
        TabContent content = opened.get(destination.tab());
        if (content != null) {
            content.open(destination);
        }
    }

    /** Ends what refreshes and what runs; the window closes. */
    public void close() {
        statusModel.close();
        opened.values().forEach(TabContent::close);
        work.close();
    }

    /** The tab as it was left; the one that is in front already, from its beginning. */
    private void choose(String id) {
        TabContent content = opened.get(id);
        if (id.equals(current) && content != null) {
            rail.select(id); // pressing a toggle that is on turns it off
            content.home();
        } else {
            show(id);
        }
    }

    private void show(String id) {
        rail.select(id);
        if (id.equals(current) || !known(id)) {
            return;
        }
        TabContent before = opened.get(current);
        if (before != null) {
            before.hidden();
        }
        TabContent content = opened.computeIfAbsent(id, this::make);
        current = id;
        memory.put(TAB_KEY, id);
        host.getChildren().setAll(content.node());
        content.shown();
    }

    // Whatever a tab draws up to its edges stays inside the sheet's corners.
    private static void roundCorners(StackPane sheet) {
        Rectangle clip = new Rectangle();
        clip.setArcWidth(CORNERS);
        clip.setArcHeight(CORNERS);
        clip.widthProperty().bind(sheet.widthProperty());
        clip.heightProperty().bind(sheet.heightProperty());
        sheet.setClip(clip);
    }

    private TabContent make(String id) {
        return tabs.stream()
                .filter(tab -> tab.id().equals(id))
                .findFirst()
                .orElseThrow()
                .content()
                .get();
    }

    private boolean known(String id) {
        return tabs.stream().anyMatch(tab -> tab.id().equals(id));
    }

    private void onKey(KeyEvent event) {
        if (PALETTE.match(event)) {
            palette.open();
            event.consume();
            return;
        }
        if (event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown()) {
            int number = event.getCode().ordinal() - KeyCode.DIGIT1.ordinal();
            if (number >= 0 && number < tabs.size()) {
                palette.close();
                choose(tabs.get(number).id());
                event.consume();
            }
        }
    }

    // Only keys that nothing had a use for; in a field Escape is no wish to leave it
    // all.
    private void onKeyLeft(KeyEvent event) {
        TabContent content = opened.get(current);
        if (event.getCode() == KeyCode.ESCAPE
                && content != null
                && !(event.getTarget() instanceof TextInputControl)) {
            content.up();
            event.consume();
        }
    }
}
