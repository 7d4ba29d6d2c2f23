package dev.modeldeck.app.connections;

import dev.modeldeck.app.connections.FormViewModel.Place;
import dev.modeldeck.app.controls.ChoiceWords;
import dev.modeldeck.app.controls.SettingForm;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.inference.SettingSpec;

import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Connects a server or changes how it is reached; the way there is tried beside it. */
final class FormView {

    private final Texts texts = Texts.of("connections");
    private final Views.Parts parts = Views.parts("connections/form.fxml");
    private final FormViewModel model;
    private final Map<Place, Label> complaints = new EnumMap<>(Place.class);
    private final VBox settings = parts.get("settings", VBox.class);
    private SettingForm settingForm = new SettingForm(List.of());

    /**
     * @param saved gets the id of what was kept
     */
    FormView(FormViewModel model, FileChoice files, Consumer<String> saved, Runnable cancel) {
        this.model = model;
        label("title")
                .setText(
                        model.editing()
                                ? texts.get("form.edit", model.name().get())
                                : texts.get("add"));
        field("address").textProperty().bindBidirectional(model.address());
        field("name").textProperty().bindBidirectional(model.name());
        fillKinds();
        parts.get("auth", VBox.class).getChildren().add(new AuthPane(model.access()));
        TitledPane network = parts.get("network", TitledPane.class);
        network.setContent(new NetworkPane(model.access(), files));
        network.setExpanded(model.access().unusual());
        parts.get("probe", VBox.class)
                .getChildren()
                .add(new ProbePane(model.probe(), model.words(), texts.get("probe.saveAnyway")));
        bindComplaints(network);
        button("back").setOnAction(event -> cancel.run());
        button("cancel").setOnAction(event -> cancel.run());
        Button save = button("save");
        save.disableProperty().bind(model.saving());
        save.setOnAction(event -> ifRight(() -> model.save(saved)));
        Button test = button("test");
        test.setOnAction(event -> testOrStop());
        model.probe()
                .state()
                .subscribe(now ->
                        test.setText(
                                texts.get(model.probe().testing() ? "form.stop" : "form.test")));
        testByEnter(field("address"));
    }

    Parent root() {
        return parts.root();
    }

    void focus() {
        field("address").requestFocus();
    }

    private void testOrStop() {
        if (model.probe().testing()) {
            model.probe().cancel();
        } else {
            ifRight(model::test);
        }
    }

    /** Before anything is named or kept one wants to know whether somebody is there. */
    private void testByEnter(TextField address) {
        address.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER) {
                        ifRight(model::test);
                        event.consume();
                    }
                });
    }

    private void ifRight(Runnable action) {
        if (settingForm.check()) {
            keepSettings();
            action.run();
        }
    }

    private void fillKinds() {
        ComboBox<String> kinds = new ComboBox<>();
        kinds.setId("kind");
        kinds.setMaxWidth(Double.MAX_VALUE);
        kinds.getItems().add("");
        model.kinds().stream().map(RemoteServer::id).forEach(kinds.getItems()::add);
        kinds.setConverter(
                new ChoiceWords<>(
                        id -> id.isEmpty() ? texts.get("form.kind.auto") : model.words().kind(id)));
        kinds.valueProperty().bindBidirectional(model.kind());
        label("kindLabel").setLabelFor(kinds);
        parts.get("kindSlot", HBox.class).getChildren().add(kinds);
        HBox.setHgrow(kinds, Priority.ALWAYS);
        model.shownKind().subscribe(ignored -> showSettings());
    }

    private void showSettings() {
        keepSettings();
        List<SettingSpec> specs = model.settingSpecs();
        settingForm = new SettingForm(specs);
        model.settings().forEach(settingForm::setValue);
        settings.getChildren().clear();
        settings.setManaged(!specs.isEmpty());
        if (!specs.isEmpty()) {
            Label title =
                    new Label(
                            texts.get(
                                    "form.settings", model.words().kind(model.shownKind().get())));
            title.getStyleClass().add("section-title");
            settings.getChildren().addAll(title, settingForm);
        }
    }

    private void keepSettings() {
        model.settings().putAll(settingForm.values());
    }

    private void bindComplaints(TitledPane network) {
        for (Place place : Place.values()) {
            Label label = label("complaint" + place);
            label.managedProperty().bind(label.textProperty().isNotEmpty());
            complaints.put(place, label);
        }
        model.complaint()
                .subscribe(complaint -> {
                    complaints.forEach((place, label) ->
                            label.setText(place == complaint.place() ? complaint.words() : ""));
                    if (complaint.place() == Place.NETWORK && !complaint.words().isEmpty()) {
                        network.setExpanded(true);
                    }
                });
    }

    private Label label(String id) {
        return parts.get(id, Label.class);
    }

    private TextField field(String id) {
        return parts.get(id, TextField.class);
    }

    private Button button(String id) {
        return parts.get(id, Button.class);
    }
}
