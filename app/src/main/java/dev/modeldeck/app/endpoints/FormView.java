package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.kernel.EndpointName;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Makes an endpoint or changes one, in the order of Databricks' form. */
final class FormView {

    private final FormViewModel model;
    private final Consumer<EndpointName> saved;
    private final Runnable cancel;
    private final Texts texts = Texts.of("endpoints");
    private final BorderPane root;
    private final Map<EntityForm, ServedCard> cards = new HashMap<>();

    @FXML private Label title;
    @FXML private TextField name;
    @FXML private TextField description;
    @FXML private TextField tags;
    @FXML private VBox entities;
    @FXML private Button split;
    @FXML private Label total;
    @FXML private Label complaint;
    @FXML private Button save;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    FormView(FormViewModel model, Consumer<EndpointName> saved, Runnable cancel) {
        this.model = model;
        this.saved = saved;
        this.cancel = cancel;
        this.root = Views.load("endpoints/form.fxml", this);
        title.setText(
                model.editing()
                        ? texts.get("form.edit", model.name().get())
                        : texts.get("form.create"));
        name.textProperty().bindBidirectional(model.name());
        name.setDisable(model.editing());
        description.textProperty().bindBidirectional(model.description());
        tags.textProperty().bindBidirectional(model.tags());
        complaint.textProperty().bind(model.complaint());
        complaint.managedProperty().bind(model.complaint().isNotEmpty());
        complaint.visibleProperty().bind(complaint.managedProperty());
        save.setText(texts.get(model.editing() ? "form.update" : "form.create.action"));
        save.disableProperty().bind(model.saving());
        model.entities().addListener((ListChangeListener<EntityForm>) change -> place());
        place();
    }

    BorderPane root() {
        return root;
    }

    @FXML
    private void add() {
        model.add();
    }

    @FXML
    private void addExternal() {
        model.addExternal();
    }

    @FXML
    private void split() {
        model.splitEvenly();
    }

    @FXML
    private void cancel() {
        cancel.run();
    }

    @FXML
    private void save() {
        model.save(saved);
    }

    private void place() {
        entities.getChildren().clear();
        boolean several = model.entities().size() > 1;
        for (int i = 0; i < model.entities().size(); i++) {
            ServedCard card = cards.computeIfAbsent(model.entities().get(i), this::card);
            card.place(i + 1, several);
            entities.getChildren().add(card.root());
        }
        split.setVisible(several);
        split.setManaged(several);
        total.setVisible(several);
        showTotal();
    }

    private ServedCard card(EntityForm entity) {
        entity.percentage().addListener(ignored -> showTotal());
        return switch (entity) {
            case EntityViewModel registered ->
                    new EntityCard(
                            registered,
                            model.models(),
                            model.devices(),
                            () -> model.remove(registered));
            case ExternalViewModel external ->
                    new ExternalCard(external, () -> model.remove(external));
        };
    }

    private void showTotal() {
        int sum = model.entities().stream().mapToInt(e -> e.percentage().get()).sum();
        total.setText(texts.get("form.total", sum));
        total.getStyleClass().removeAll("bad", "muted");
        total.getStyleClass().add(sum == 100 ? "muted" : "bad");
    }
}
