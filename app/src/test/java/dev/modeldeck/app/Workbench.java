package dev.modeldeck.app;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Shell;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineOptions;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * The content of the whole window, without a display, on an engine that runs for real. Keys go
 * where the focus is, as they do for a person.
 */
final class Workbench implements AutoCloseable {

    private final Shell shell;
    private final Appearance appearance;
    private final TabPreview preview;

    private Workbench(Shell shell, Appearance appearance, TabPreview preview) {
        this.shell = shell;
        this.appearance = appearance;
        this.preview = preview;
    }

    /** An engine as it is on a first start: starter models, any free port. */
    static Engine engine(Path home) {
        return engine(home, 0);
    }

    static Engine engine(Path home, int port) {
        return Engine.start(new EngineOptions(home, port, true, "me"));
    }

    static Workbench open(Engine engine, Look look) {
        WindowMemory memory =
                new WindowMemory(engine.home().window().resolve("window.json"), never -> {});
        memory.put("appearance", look.name());
        AtomicReference<Shell> shell = new AtomicReference<>();
        AtomicReference<Appearance> appearance = new AtomicReference<>();
        TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            appearance.set(new Appearance(memory));
                            shell.set(new Composition(engine, appearance.get(), memory).shell());
                            return shell.get().node();
                        });
        TabPreview.onFx(() -> {
            appearance.get().dress(preview.stage().getScene());
            return true;
        });
        return new Workbench(shell.get(), appearance.get(), preview);
    }

    TabPreview preview() {
        return preview;
    }

    Scene scene() {
        return preview.stage().getScene();
    }

    void go(Destination destination) {
        on(() -> shell.go(destination));
    }

    /** Changes the look of the window as its button does, and takes a picture of each. */
    void pictures(String name, Path folder) {
        for (Appearance.Choice look :
                new Appearance.Choice[] {Appearance.Choice.LIGHT, Appearance.Choice.DARK}) {
            on(() -> appearance.choiceProperty().set(look));
            preview.picture(folder, name + "-" + look.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Presses and lets go of a key with Ctrl, where the focus is. */
    void control(KeyCode code) {
        key(code, true);
    }

    void press(KeyCode code) {
        key(code, false);
    }

    private void key(KeyCode code, boolean control) {
        on(() -> {
            Node focused = scene().getFocusOwner();
            // As a scene does: what has left the window gets no keys.
            boolean there = focused != null && focused.getScene() == scene();
            Node target = there ? focused : scene().getRoot();
            for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                Event.fireEvent(
                        target, new KeyEvent(type, "", "", code, false, control, false, false));
            }
        });
    }

    /** The first visible node of that kind that passes. */
    <N extends Node> N node(Class<N> type, Predicate<N> wanted) {
        return node(type, wanted, TabPreview.LONGEST);
    }

    <N extends Node> N node(Class<N> type, Predicate<N> wanted, Duration longest) {
        AtomicReference<N> found = new AtomicReference<>();
        preview.waitFor(
                longest,
                () -> {
                    scene().getRoot().lookupAll("*").stream()
                            .filter(type::isInstance)
                            .map(type::cast)
                            .filter(Workbench::seen)
                            .filter(wanted)
                            .findFirst()
                            .ifPresent(found::set);
                    return found.get() != null;
                });
        return found.get();
    }

    /** The visible node with that id. */
    @SuppressWarnings("unchecked")
    <N extends Node> N named(String id) {
        return (N) node(Node.class, node -> id.equals(node.getId()));
    }

    /** Presses the button with those words, once it can be pressed. */
    void fire(String words) {
        ButtonBase button = button(words);
        on(button::fire);
    }

    /** Presses a button that asks, and answers with the button of the question. */
    void fireAndAnswer(String words, String answer) {
        ButtonBase button = button(words);
        Fx.later(button::fire);
        AtomicReference<Button> chosen = new AtomicReference<>();
        preview.waitFor(() -> {
            Window.getWindows().stream()
                    .filter(each -> each != preview.stage() && each.getScene() != null)
                    .flatMap(each -> each.getScene().getRoot().lookupAll(".button").stream())
                    .map(Button.class::cast)
                    .filter(each -> each.getText().equals(answer))
                    .findFirst()
                    .ifPresent(chosen::set);
            return chosen.get() != null;
        });
        on(() -> chosen.get().fire());
    }

    private ButtonBase button(String words) {
        return node(
                ButtonBase.class,
                b ->
                        (b instanceof Button || b instanceof SplitMenuButton)
                                && words.equals(b.getText())
                                && !b.isDisabled());
    }

    /** Waits until background work had its second to arrive; only where nothing tells its end. */
    void settle() {
        long end = System.nanoTime() + 1_200_000_000L;
        preview.waitFor(() -> System.nanoTime() > end);
    }

    /** Waits until that text stands somewhere in sight. */
    void sees(String text) {
        node(Labeled.class, label -> label.getText() != null && label.getText().contains(text));
    }

    void on(Runnable action) {
        TabPreview.onFx(() -> {
            action.run();
            return true;
        });
    }

    private static boolean seen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        on(shell::close);
        on(appearance::close);
        preview.close();
    }
}
