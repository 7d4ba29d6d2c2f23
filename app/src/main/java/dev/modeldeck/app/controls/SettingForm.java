package dev.modeldeck.app.controls;

import atlantafx.base.controls.PasswordTextField;
import atlantafx.base.controls.ToggleSwitch;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.inference.SettingSpec;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A form drawn from settings as data: one labelled field each, checked as its kind says. */
public final class SettingForm extends VBox {

    private record Field(
            SettingSpec spec, Supplier<String> read, Consumer<String> write, Label complaint) {}

    private final Map<String, Field> fields = new LinkedHashMap<>();

    public SettingForm(List<SettingSpec> specs) {
        getStyleClass().add("setting-form");
        specs.forEach(this::addField);
    }

    /** All values as text, by key. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        fields.forEach((key, field) -> values.put(key, field.read().get()));
        return values;
    }

    public void setValue(String key, String value) {
        Field field = fields.get(key);
        if (field != null) {
            field.write().accept(value);
        }
    }

    /** Puts the focus into the first field. */
    public void focusFirst() {
        Node first = lookup(".field > .text-input, .field > .combo-box, .field > .toggle-switch");
        if (first != null) {
            first.requestFocus();
        }
    }

    /** Says beside each field what is wrong with it; true when nothing is. */
    public boolean check() {
        boolean right = true;
        for (Field field : fields.values()) {
            Optional<String> complaint = SettingCheck.complaint(field.spec(), field.read().get());
            field.complaint().setText(complaint.orElse(""));
            right &= complaint.isEmpty();
        }
        return right;
    }

    /** Says beside a field what somebody else found wrong with it; false where there is no such. */
    public boolean complain(String key, String words) {
        Field field = fields.get(key);
        if (field != null) {
            field.complaint().setText(words);
        }
        return field != null;
    }

    private void addField(SettingSpec spec) {
        Label name = new Label(spec.label());
        name.getStyleClass().add("field-label");
        Label complaint = new Label();
        complaint.getStyleClass().add("complaint");
        complaint.setWrapText(true);
        complaint.managedProperty().bind(complaint.textProperty().isNotEmpty());
        VBox box = new VBox(name);
        box.getStyleClass().add("field");
        Node input = input(spec, complaint);
        name.setLabelFor(input);
        box.getChildren().add(input);
        if (!spec.help().isEmpty()) {
            Label help = new Label(spec.help());
            help.getStyleClass().add("caption");
            help.setWrapText(true);
            box.getChildren().add(help);
        }
        box.getChildren().add(complaint);
        getChildren().add(box);
    }

    private Node input(SettingSpec spec, Label complaint) {
        return switch (spec.kind()) {
            case SettingSpec.Kind.Flag _ -> {
                ToggleSwitch toggle = new ToggleSwitch();
                keep(
                        spec,
                        () -> Boolean.toString(toggle.isSelected()),
                        value -> toggle.setSelected(Boolean.parseBoolean(value)),
                        complaint);
                yield toggle;
            }
            case SettingSpec.Kind.Choice(var options) -> {
                ComboBox<String> box = new ComboBox<>();
                box.getItems().setAll(options);
                box.setConverter(
                        new ChoiceWords<>(option ->
                                option.isEmpty() ? Texts.common().get("choice.none") : option));
                box.setMaxWidth(Double.MAX_VALUE);
                keep(
                        spec,
                        () -> box.getValue() == null ? "" : box.getValue(),
                        box::setValue,
                        complaint);
                yield box;
            }
            case SettingSpec.Kind.Secret _ -> {
                PasswordTextField field = new PasswordTextField("");
                keep(spec, field::getPassword, field::setText, complaint);
                yield field;
            }
            case SettingSpec.Kind.Text _, SettingSpec.Kind.Whole _, SettingSpec.Kind.Decimal _ -> {
                TextField field = new TextField();
                keep(spec, field::getText, field::setText, complaint);
                yield field;
            }
        };
    }

    private void keep(
            SettingSpec spec, Supplier<String> read, Consumer<String> write, Label complaint) {
        write.accept(spec.defaultValue());
        fields.put(spec.key(), new Field(spec, read, write, complaint));
    }
}
