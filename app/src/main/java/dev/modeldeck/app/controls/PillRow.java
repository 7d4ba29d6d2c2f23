package dev.modeldeck.app.controls;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

import java.util.List;
import java.util.function.Function;

/** A few choices side by side as one pill; exactly one of them is chosen. */
public final class PillRow<T> extends HBox {

    private final ToggleGroup group = new ToggleGroup();
    private final ObjectProperty<T> value;

    /** The first is chosen to begin with. */
    public PillRow(List<T> choices, Function<T, String> words) {
        value = new SimpleObjectProperty<>(choices.getFirst());
        for (T choice : choices) {
            ToggleButton button = new ToggleButton(words.apply(choice));
            button.setMinWidth(USE_PREF_SIZE);
            button.setUserData(choice);
            button.setToggleGroup(group);
            button.getStyleClass().add(shape(choices, choice));
            button.setOnAction(event -> {
                value.set(choice);
                button.setSelected(true); // a second press would let go of it
            });
            getChildren().add(button);
        }
        value.subscribe(this::select);
    }

    public ObjectProperty<T> valueProperty() {
        return value;
    }

    /** Other words for a choice, which may tell how many there are. */
    public void rename(T choice, String words) {
        group.getToggles().stream()
                .filter(toggle -> toggle.getUserData().equals(choice))
                .forEach(toggle -> ((ToggleButton) toggle).setText(words));
    }

    private void select(T chosen) {
        group.getToggles().stream()
                .filter(toggle -> toggle.getUserData().equals(chosen))
                .forEach(group::selectToggle);
    }

    private static <T> String shape(List<T> choices, T choice) {
        return choice.equals(choices.getFirst())
                ? "left-pill"
                : choice.equals(choices.getLast()) ? "right-pill" : "center-pill";
    }
}
