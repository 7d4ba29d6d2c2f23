package dev.modeldeck.app.fx;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.util.Subscription;

import java.util.Arrays;

/** Light, dark, or as the desktop is; kept between starts. */
public final class Appearance implements AutoCloseable {

    private static final String KEY = "appearance";

    /** What a person chooses. */
    public enum Choice {
        AUTO,
        LIGHT,
        DARK
    }

    private final ObjectProperty<Choice> choice;
    private final ReadOnlyObjectWrapper<Look> look = new ReadOnlyObjectWrapper<>(Look.LIGHT);
    private final Subscription desktop;

    public Appearance(WindowMemory memory) {
        choice = new SimpleObjectProperty<>(remembered(memory));
        choice.subscribe(chosen -> {
            memory.put(KEY, chosen.name());
            settle();
        });
        desktop = Fx.onDesktopColours(dark -> settle());
    }

    public ObjectProperty<Choice> choiceProperty() {
        return choice;
    }

    /** The look that follows from the choice and the desktop. */
    public ReadOnlyObjectProperty<Look> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /** Chooses what is not shown now. */
    public void toggle() {
        choice.set(look.get().dark() ? Choice.LIGHT : Choice.DARK);
    }

    /** Keeps the scene in the chosen look from now on. */
    public void dress(Scene scene) {
        look.subscribe(now -> now.apply(scene));
    }

    /** Follows the desktop no longer. */
    @Override
    public void close() {
        desktop.unsubscribe();
    }

    private void settle() {
        look.set(
                switch (choice.get()) {
                    case LIGHT -> Look.LIGHT;
                    case DARK -> Look.DARK;
                    case AUTO -> Fx.desktopIsDark() ? Look.DARK : Look.LIGHT;
                });
    }

    private static Choice remembered(WindowMemory memory) {
        return memory.get(KEY)
                .flatMap(text ->
                        Arrays.stream(Choice.values())
                                .filter(each -> each.name().equals(text))
                                .findFirst())
                .orElse(Choice.AUTO);
    }
}
