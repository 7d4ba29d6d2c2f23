package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/** System prompt and sampling; an empty field leaves it to the model. */
final class ParametersView {

    private static final String LINE_END = "\\n";
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final ObjectProperty<Parameters> parameters;
    private final Texts texts = Texts.of("playground");
    private final Parent root;
    private boolean filling;

    @FXML private TextArea system;
    @FXML private TextField temperature;
    @FXML private TextField topP;
    @FXML private TextField topK;
    @FXML private TextField minP;
    @FXML private TextField maxTokens;
    @FXML private TextField repetition;
    @FXML private TextField presence;
    @FXML private TextField frequency;
    @FXML private TextField seed;
    @FXML private TextArea stop;
    @FXML private CheckBox stream;
    @FXML private CheckBox shorten;
    @FXML private VBox shape;
    @FXML private Label complaint;

    private final ObjectProperty<Shape> shaped = new SimpleObjectProperty<>(Shape.free());

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    ParametersView(ObjectProperty<Parameters> parameters) {
        this.parameters = parameters;
        this.root = Views.load("playground/parameters.fxml", this);
        shape.getChildren().add(new ShapeView(shaped, texts));
        parameters.subscribe(this::fill);
        complaint.managedProperty().bind(complaint.textProperty().isNotEmpty());
        for (TextField field : fields()) {
            field.textProperty().addListener((text, before, now) -> read());
        }
        system.textProperty().addListener((text, before, now) -> read());
        stop.textProperty().addListener((text, before, now) -> read());
        stream.selectedProperty().addListener((on, before, now) -> read());
        shorten.selectedProperty().addListener((on, before, now) -> read());
        shaped.addListener((value, before, now) -> read());
    }

    Parent root() {
        return root;
    }

    private List<TextField> fields() {
        return List.of(
                temperature, topP, topK, minP, maxTokens, repetition, presence, frequency, seed);
    }

    private void fill(Parameters now) {
        if (filling) {
            return;
        }
        filling = true;
        complaint.setText("");
        fields().forEach(field -> field.pseudoClassStateChanged(WRONG, false));
        system.setText(now.system());
        temperature.setText(text(now.temperature()));
        topP.setText(text(now.topP()));
        topK.setText(text(now.topK()));
        minP.setText(text(now.minP()));
        maxTokens.setText(text(now.maxTokens()));
        repetition.setText(text(now.repetitionPenalty()));
        presence.setText(text(now.presencePenalty()));
        frequency.setText(text(now.frequencyPenalty()));
        seed.setText(text(now.seed()));
        stop.setText(shown(now.stop()));
        stream.setSelected(now.stream());
        shorten.setSelected(now.shorten());
        shaped.set(now.shape());
        filling = false;
    }

    private static String text(@Nullable Number number) {
        return number == null ? "" : number.toString();
    }

    private void read() {
        if (filling) {
            return;
        }
        filling = true;
        complaint.setText("");
        parameters.set(
                new Parameters(
                        system.getText(),
                        number(temperature, v -> v >= 0 && v <= 2),
                        number(topP, v -> v > 0 && v <= 1),
                        whole(topK, v -> v >= 0),
                        number(minP, v -> v >= 0 && v <= 1),
                        whole(maxTokens, v -> v >= 1),
                        number(repetition, v -> v > 0),
                        number(presence, v -> v >= -2 && v <= 2),
                        number(frequency, v -> v >= -2 && v <= 2),
                        seedNumber(),
                        stops(),
                        stream.isSelected(),
                        shorten.isSelected(),
                        shaped.get()));
        filling = false;
    }

    private @Nullable Double number(TextField field, DoublePredicate allowed) {
        String text = field.getText().strip();
        field.pseudoClassStateChanged(WRONG, false);
        if (text.isEmpty()) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            if (allowed.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as a value out of range is
        }
        field.pseudoClassStateChanged(WRONG, true);
        complaint.setText(texts.get("parameter.wrong", text));
        return null;
    }

    private @Nullable Integer whole(TextField field, DoublePredicate allowed) {
        Double value = number(field, v -> allowed.test(v) && v == Math.rint(v) && v < 1e9);
        return value == null ? null : value.intValue();
    }

    private @Nullable Long seedNumber() {
        Double value = number(seed, v -> v == Math.rint(v) && Math.abs(v) < 1e15);
        return value == null ? null : value.longValue();
    }

    private List<String> stops() {
        return stop.getText()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.replace(LINE_END, "\n"))
                .toList();
    }

    /** One a line, so that spaces and bars can be in them; a line's end is written out. */
    private static String shown(List<String> stops) {
        return stops.stream()
                .map(each -> each.replace("\n", LINE_END))
                .collect(Collectors.joining("\n"));
    }
}
