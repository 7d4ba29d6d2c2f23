package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
                            java.util.List.of(),
                            true));
            return true;
        });
        assertThat(complaint.getText()).isEmpty();
        assertThat(temperature.getPseudoClassStates()).doesNotContain(WRONG);
    }
}
