package dev.modeldeck.app.settings;

import atlantafx.base.controls.PasswordTextField;
import atlantafx.base.controls.ToggleSwitch;

import dev.modeldeck.app.controls.CopyButton;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.app.settings.CardsViewModel.Phase;
import dev.modeldeck.engine.gateway.GatewayStatus;

import javafx.beans.property.StringProperty;
import javafx.collections.MapChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Map;

/** The sections of the page, one under the other. */
final class SettingsView {

    private static final Map<String, String> COMPLAINTS =
            Map.of(
                    "port", "portComplaint",
                    "accessToken", "tokenComplaint",
                    "logDays", "logDaysComplaint",
                    "executionLimitSeconds", "limitComplaint",
                    "repository", "repositoryComplaint");

    private final Texts texts = Texts.of("settings");
    private final Views.Parts parts = Views.parts("settings/settings.fxml");
    private final SettingsViewModel model;
    private final StatusPill pill = new StatusPill();
    private final Label address = new Label();

    SettingsView(SettingsViewModel model, Appearance appearance, String version) {
        this.model = model;
        bindAppearance(appearance);
        bindGateway();
        bindToken();
        parts.get("secrets", VBox.class).getChildren().add(new SecretsPane(model.secrets()));
        bindLog();
        field("limit", model.limitProperty());
        parts.get("cards", VBox.class).getChildren().add(new CardsPane(model.cards()));
        field("repository", model.repositoryProperty());
        VBox source = parts.get("source", VBox.class);
        source.visibleProperty()
                .bind(model.cards().phaseProperty().map(phase -> !(phase instanceof Phase.Idle)));
        source.managedProperty().bind(source.visibleProperty());
        label("home").setText(model.home());
        parts.get("copyHome", HBox.class).getChildren().add(new CopyButton(model::home));
        bindProgramLog();
        DiskBar disk = new DiskBar();
        parts.get("disk", VBox.class).getChildren().add(disk);
        AboutGrid about = new AboutGrid(version);
        parts.get("about", VBox.class).getChildren().add(about);
        parts.get("libraries", VBox.class).getChildren().add(AboutGrid.libraries());
        model.diskProperty().subscribe(use -> disk.show(use, model.machineProperty().get()));
        model.machineProperty()
                .subscribe(machine -> {
                    disk.show(model.diskProperty().get(), machine);
                    about.show(machine);
                });
        showComplaints();
        model.complaints()
                .addListener((MapChangeListener<String, String>) change -> showComplaints());
    }

    Parent root() {
        return parts.root();
    }

    private void bindAppearance(Appearance appearance) {
        for (Appearance.Choice choice : Appearance.Choice.values()) {
            ToggleButton button = parts.get(choice.name(), ToggleButton.class);
            button.setOnAction(event -> {
                appearance.choiceProperty().set(choice);
                button.setSelected(true);
            });
        }
        appearance
                .choiceProperty()
                .subscribe(
                        choice -> parts.get(choice.name(), ToggleButton.class).setSelected(true));
    }

    private void bindGateway() {
        address.setWrapText(true);
        parts.get("gatewayStatus", HBox.class).getChildren().setAll(pill, address);
        model.gatewayProperty().subscribe(this::showGateway);
        field("port", model.portProperty());
        RadioButton local = parts.get("local", RadioButton.class);
        RadioButton network = parts.get("network", RadioButton.class);
        local.setOnAction(event -> model.open(false));
        network.setOnAction(event -> model.open(true));
        model.networkProperty()
                .subscribe(open -> {
                    local.setSelected(!open);
                    network.setSelected(open);
                });
    }

    private void showGateway(@Nullable GatewayStatus status) {
        switch (status) {
            case null -> pill.setVisible(false);
            case GatewayStatus.Listening(var uri) -> {
                pill.setVisible(true);
                pill.show(texts.get("gateway.listening"), StatusPill.Tone.GOOD);
                address.setText(uri.toString());
                address.getStyleClass().setAll("label", "mono");
            }
            case GatewayStatus.Down(var why) -> {
                pill.setVisible(true);
                pill.show(texts.get("gateway.down"), StatusPill.Tone.BAD);
                address.setText(why);
                address.getStyleClass().setAll("label", "bad");
            }
        }
    }

    private void bindToken() {
        PasswordTextField token = parts.get("token", PasswordTextField.class);
        model.tokenProperty()
                .subscribe(text -> {
                    if (!text.equals(token.getPassword())) {
                        token.setText(text);
                    }
                });
        token.passwordProperty().subscribe(text -> model.tokenProperty().set(text));
        applyOnLeaving(token);
        Button show = parts.get("showToken", Button.class);
        show.setOnAction(event -> {
            token.setRevealPassword(!token.getRevealPassword());
            show.setGraphic(new FontIcon(token.getRevealPassword() ? "fth-eye-off" : "fth-eye"));
        });
        parts.get("copyToken", HBox.class)
                .getChildren()
                .add(new CopyButton(model.tokenProperty()::get));
        parts.get("newToken", Button.class).setOnAction(event -> model.newToken());
    }

    private void bindLog() {
        ToggleSwitch bodies = parts.get("logBodies", ToggleSwitch.class);
        bodies.selectedProperty().bindBidirectional(model.logBodiesProperty());
        bodies.selectedProperty().subscribe(on -> model.apply());
        field("logDays", model.logDaysProperty());
        parts.get("clearLog", Button.class).setOnAction(event -> clearLog());
    }

    private void bindProgramLog() {
        label("programLog").setText(model.logs());
        parts.get("copyProgramLog", HBox.class).getChildren().add(new CopyButton(model::logs));
        parts.get("openProgramLog", Button.class).setOnAction(event -> model.openLogs());
        Label complaint = label("programLogComplaint");
        complaint.managedProperty().bind(model.noFolderViewProperty());
        complaint.visibleProperty().bind(complaint.managedProperty());
    }

    private void clearLog() {
        if (Dialogs.confirmDanger(
                root().getScene().getWindow(),
                texts.get("log.clear.title"),
                texts.get("log.clear.text"),
                texts.get("log.clear.yes"))) {
            model.clearLog(() -> label("cleared").setText(texts.get("log.cleared")));
        }
    }

    private void field(String id, StringProperty property) {
        TextField field = parts.get(id, TextField.class);
        field.textProperty().bindBidirectional(property);
        applyOnLeaving(field);
    }

    private void applyOnLeaving(TextField field) {
        field.setOnAction(event -> model.apply());
        field.focusedProperty()
                .addListener((o, before, focused) -> {
                    if (!focused) {
                        model.apply();
                    }
                });
    }

    private Label label(String id) {
        return parts.get(id, Label.class);
    }

    private void showComplaints() {
        COMPLAINTS.forEach((field, id) -> {
            String text = model.complaints().getOrDefault(field, "");
            Label label = label(id);
            label.setText(SettingsViewModel.NO_NUMBER.equals(text) ? texts.get("number") : text);
            label.setManaged(!text.isEmpty());
        });
        String whole = model.complaints().getOrDefault(Refusals.ADDRESS, "");
        if (!whole.isEmpty()) {
            label("portComplaint").setText(whole);
            label("portComplaint").setManaged(true);
        }
    }
}
