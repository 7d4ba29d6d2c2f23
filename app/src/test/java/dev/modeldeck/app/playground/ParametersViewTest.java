package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class ParametersViewTest {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final ObjectProperty<Parameters> parameters =
            new SimpleObjectProperty<>(Parameters.defaults());
    private TabPreview preview;

    @BeforeEach
    void open() {
        preview = TabPreview.show(Look.LIGHT, () -> new ParametersView(parameters).root());
    }

    @AfterEach
    void close() {
        preview.close();
    }

    @Test
    void a_stop_text_can_hold_a_bar_a_space_and_the_end_of_a_line() {
        TextArea stop = preview.find("#stop", TextArea.class);
        TabPreview.onFx(() -> {
            stop.setText(" | \n\\n\\nUser:\n\n");
            return true;
        });
        assertThat(parameters.get().stop()).containsExactly(" | ", "\n\nUser:");
        TabPreview.onFx(() -> {
            Parameters kept = parameters.get();
            parameters.set(Parameters.defaults());
            parameters.set(kept);
            return true;
        });
        assertThat(stop.getText()).isEqualTo(" | \n\\n\\nUser:");
    }

    @Test
    void the_schema_is_asked_for_where_answers_are_to_follow_one() {
        ComboBox<Shape.Format> format = combo();
        Button schema = preview.find("#schema", Button.class);
        assertThat(TabPreview.onFx(schema::isVisible)).isFalse();
        TabPreview.onFx(() -> {
            format.setValue(Shape.Format.SCHEMA);
            return true;
        });
        assertThat(parameters.get().shape().format()).isEqualTo(Shape.Format.SCHEMA);
        assertThat(TabPreview.onFx(schema::isVisible)).isTrue();
        assertThat(preview.find(".shape-state", Label.class).getText())
                .isEqualTo("There is no text. It is not sent.");
    }

    @Test
    void the_editor_says_what_is_wrong_and_is_used_only_when_nothing_is() {
        TabPreview.onFx(() -> {
            combo().setValue(Shape.Format.SCHEMA);
            return true;
        });
        Button schema = preview.find("#schema", Button.class);
        Fx.later(schema::fire);
        preview.waitFor(() -> dialog().isPresent());
        DialogPane dialog = dialog().orElseThrow();
        CodePane editor = (CodePane) dialog.lookup("#json");
        Label verdict = (Label) dialog.lookup("#verdict");
        Button use = (Button) dialog.lookup(".button.accent");
        assertThat(TabPreview.onFx(verdict::getText)).isEqualTo("A valid schema.");
        TabPreview.onFx(() -> {
            editor.setText("{\"type\": \"objekt\"}");
            return true;
        });
        assertThat(TabPreview.onFx(verdict::getText)).startsWith("At /type:");
        assertThat(TabPreview.onFx(use::isDisabled)).isTrue();
        TabPreview.onFx(() -> {
            editor.setText("{\"properties\": {\"a\": {}}}");
            use.fire();
            return true;
        });
        preview.waitFor(() -> !parameters.get().shape().schema().isEmpty());
        assertThat(parameters.get().shape().schema()).isEqualTo("{\"properties\": {\"a\": {}}}");
        assertThat(preview.find(".shape-state", Label.class).getText()).isEqualTo("a");
    }

    @SuppressWarnings("unchecked")
    private ComboBox<Shape.Format> combo() {
        return (ComboBox<Shape.Format>) preview.stage().getScene().lookup("#format");
    }

    private static Optional<DialogPane> dialog() {
        return Window.getWindows().stream()
                .map(window -> window.getScene().getRoot())
                .filter(DialogPane.class::isInstance)
                .map(DialogPane.class::cast)
                .findFirst();
    }

    @Test
    void what_is_opened_over_a_wrong_value_takes_the_complaint_away() {
        TextField temperature = preview.find("#temperature", TextField.class);
        Label complaint = preview.find("#complaint", Label.class);
        TabPreview.onFx(() -> {
            temperature.setText("hot");
            return true;
        });
        assertThat(complaint.getText()).contains("hot");
        assertThat(temperature.getPseudoClassStates()).contains(WRONG);
        TabPreview.onFx(() -> {
            parameters.set(
                    new Parameters(
                            "Calm",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            List.of(),
                            true,
                            false,
                            Shape.free()));
            return true;
        });
        assertThat(complaint.getText()).isEmpty();
        assertThat(temperature.getPseudoClassStates()).doesNotContain(WRONG);
    }
}
