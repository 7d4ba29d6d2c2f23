package dev.modeldeck.app.settings;

import atlantafx.base.controls.PasswordTextField;

import dev.modeldeck.app.controls.CopyButton;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.settings.SecretsViewModel.Form;
import dev.modeldeck.engine.secrets.SecretRef;

import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** The secrets, a line each, and the form in which one is set. */
final class SecretsPane extends VBox {

    /** Of the two fields beside each other, which grow alike. */
    private static final double HALF = 200;

    private final Texts texts = Texts.of("settings");
    private final SecretsViewModel model;
    private final VBox lines = new VBox();
    private final TextField scope = new TextField();
    private final TextField key = new TextField();
    private final PasswordTextField value = new PasswordTextField("");
    private final VBox form;

    SecretsPane(SecretsViewModel model) {
        this.model = model;
        getStyleClass().add("stack-16");
        lines.getStyleClass().addAll("stack-4", "secrets");
        form = form();
        Button add = new Button(texts.get("secrets.add"), new FontIcon("fth-plus"));
        add.setId("secrets-add");
        add.setOnAction(event -> model.add());
        show(add, model.formProperty().map(Form.Closed.class::isInstance));
        VBox words = new VBox(complaint(""), said(model.othersProperty(), "secrets-others"));
        words.getStyleClass().add("stack-8");
        getChildren().addAll(lines, words, add, form, said(model.whereProperty(), "secrets-where"));
        model.secrets().addListener((ListChangeListener<SecretRef>) change -> showLines());
        showLines();
        model.formProperty().subscribe(this::showForm);
    }

    private void showLines() {
        lines.getChildren().setAll(model.secrets().stream().map(this::line).toList());
        if (model.secrets().isEmpty()) {
            Label none = new Label(texts.get("secrets.none"));
            none.getStyleClass().add("muted");
            lines.getChildren().add(none);
        }
    }

    private Node line(SecretRef ref) {
        Label name = new Label(ref.scope() + "/" + ref.key());
        name.getStyleClass().add("mono");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        CopyButton copy = new CopyButton(ref::text);
        say(copy, texts.get("secrets.copy", ref.text()));
        Button replace = button("fth-edit-2", texts.get("secrets.replace", ref.key()));
        replace.setOnAction(event -> model.replace(ref));
        Button delete = button("fth-trash-2", texts.get("secrets.delete", ref.key()));
        delete.setOnAction(event -> delete(ref));
        HBox line = new HBox(name, space, copy, replace, delete);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static Button button(String icon, String words) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("flat", "button-icon");
        button.setMinWidth(USE_PREF_SIZE);
        say(button, words);
        return button;
    }

    private static void say(Button button, String words) {
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
    }

    private void delete(SecretRef ref) {
        if (Dialogs.confirmDanger(
                getScene().getWindow(),
                texts.get("secrets.delete.title", ref.scope() + "/" + ref.key()),
                texts.get("secrets.delete.text"),
                texts.get("delete"))) {
            model.delete(ref);
        }
    }

    private VBox form() {
        scope.textProperty().bindBidirectional(model.scopeProperty());
        scope.setId("secret-scope");
        scope.setPromptText(texts.get("secrets.scope.prompt"));
        key.textProperty().bindBidirectional(model.keyProperty());
        key.setId("secret-key");
        key.setPromptText(texts.get("secrets.key.prompt"));
        value.setId("secret-value");
        model.valueProperty()
                .subscribe(text -> {
                    if (!text.equals(value.getPassword())) {
                        value.setText(text);
                    }
                });
        value.passwordProperty()
                .subscribe(text -> model.valueProperty().set(text == null ? "" : text));
        value.setOnAction(event -> model.save());
        HBox names = new HBox(field("scope", scope), field("key", key));
        names.getStyleClass().add("row-12");
        names.setAlignment(Pos.TOP_LEFT);
        for (Node each : names.getChildren()) {
            ((Region) each).setPrefWidth(HALF);
            HBox.setHgrow(each, Priority.ALWAYS);
        }
        Button save = new Button(texts.get("save"));
        save.setId("secret-save");
        save.getStyleClass().add("accent");
        save.disableProperty().bind(model.busyProperty());
        save.setOnAction(event -> model.save());
        Button cancel = new Button(texts.get("cancel"));
        cancel.setId("secret-cancel");
        cancel.setOnAction(event -> model.cancel());
        HBox buttons = new HBox(save, cancel);
        buttons.getStyleClass().add("row-8");
        VBox all = new VBox(names, field("value", value), buttons);
        all.getStyleClass().addAll("card", "stack-12");
        return all;
    }

    private VBox field(String name, TextField entry) {
        Label label = new Label(texts.get("secrets." + name));
        label.getStyleClass().add("field-label");
        label.setLabelFor(entry);
        VBox field = new VBox(label, entry, complaint(name));
        field.getStyleClass().add("field");
        return field;
    }

    /**
     * @param field empty for what no field is to blame for
     */
    private Label complaint(String field) {
        Label label = new Label();
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("complaint");
        label.textProperty()
                .bind(
                        model.complaintProperty()
                                .map(wrong -> wrong.field().equals(field) ? wrong.sentence() : ""));
        show(label, label.textProperty().map(text -> !text.isEmpty()));
        return label;
    }

    private static Label said(ObservableValue<String> words, String id) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("caption");
        label.textProperty().bind(words);
        show(label, words.map(text -> !text.isEmpty()));
        return label;
    }

    private void showForm(Form now) {
        form.setVisible(!(now instanceof Form.Closed));
        form.setManaged(form.isVisible());
        boolean named = now instanceof Form.Replacing;
        scope.setDisable(named);
        key.setDisable(named);
        value.setPromptText(texts.get(named ? "secrets.value.new" : "secrets.value.prompt"));
        if (form.isVisible()) {
            (named ? value : scope).requestFocus();
        }
    }

    private static void show(Node node, ObservableValue<Boolean> shown) {
        node.visibleProperty().bind(shown);
        node.managedProperty().bind(shown);
    }
}
