package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.ChoiceWords;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;

import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.util.List;

/** A served entity of the form that is a model of a server elsewhere. */
final class ExternalCard implements ServedCard {

    private final Texts texts = Texts.of("endpoints");
    private final VBox root;

    @FXML private Label title;
    @FXML private Button remove;
    @FXML private ComboBox<String> connection;
    @FXML private ComboBox<String> model;
    @FXML private ComboBox<String> task;
    @FXML private Spinner<Integer> percentage;
    @FXML private TextField name;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    ExternalCard(ExternalViewModel external, Runnable onRemove) {
        this.root = Views.load("endpoints/external.fxml", this);
        remove.setOnAction(event -> onRemove.run());
        connection.getItems().setAll(external.connections());
        connection.valueProperty().bindBidirectional(external.connection());
        external.provider().ifPresent(connection::setPromptText);
        model.setItems(external.models());
        model.getEditor().textProperty().bindBidirectional(external.model());
        task.getItems()
                .setAll(
                        List.of(
                                ExternalViewModel.CHAT,
                                ExternalViewModel.COMPLETIONS,
                                ExternalViewModel.EMBEDDINGS,
                                ExternalViewModel.OTHER));
        task.setConverter(
                new ChoiceWords<>(
                        word -> word.isEmpty() ? texts.get("form.external.task.other") : word));
        task.valueProperty().bindBidirectional(external.task());
        WholeNumbers.bind(percentage, external.percentage(), new WholeNumbers.Range(0, 100, 5));
        name.textProperty().bindBidirectional(external.name());
        external.model().subscribe(ignored -> name.setPromptText(external.defaultName()));
    }

    @Override
    public VBox root() {
        return root;
    }

    @Override
    public void place(int number, boolean removable) {
        title.setText(texts.get("form.external", number));
        remove.setVisible(removable);
        remove.setManaged(removable);
        percentage.setDisable(!removable);
    }
}
