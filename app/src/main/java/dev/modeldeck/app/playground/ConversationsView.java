package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** Conversations that were kept. */
final class ConversationsView extends VBox {

    private final PlaygroundViewModel model;
    private final Texts texts;
    private final ListView<Conversation> list = new ListView<>();

    ConversationsView(PlaygroundViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("conversations");
        Button fresh = new Button(texts.get("new"), new FontIcon("fth-edit"));
        fresh.setMaxWidth(Double.MAX_VALUE);
        fresh.setOnAction(event -> model.startNew());
        SearchField search = new SearchField();
        search.textProperty().bindBidirectional(model.search());
        list.setItems(model.conversations());
        list.getStyleClass().add("dense");
        list.setPlaceholder(placeholder());
        list.setCellFactory(ignored -> new Cell());
        list.setOnKeyPressed(event -> {
            Conversation chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null && event.getCode() == KeyCode.ENTER) {
                model.open(chosen);
            } else if (chosen != null && event.getCode() == KeyCode.DELETE) {
                delete(chosen);
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(fresh, search, list);
    }

    private Label placeholder() {
        Label label = new Label(texts.get("conversations.empty"));
        label.setWrapText(true);
        label.getStyleClass().add("caption");
        return label;
    }

    private void delete(Conversation conversation) {
        if (Dialogs.confirmDanger(
                getScene().getWindow(),
                texts.get("conversation.delete.title"),
                texts.get("conversation.delete.text", conversation.title()),
                Texts.common().get("delete"))) {
            model.delete(conversation);
        }
    }

    private void rename(Conversation conversation) {
        Dialogs.askText(
                        getScene().getWindow(),
                        texts.get("conversation.rename"),
                        "",
                        conversation.title())
                .filter(title -> !title.isBlank())
                .ifPresent(title -> model.rename(conversation, title.strip()));
    }

    private final class Cell extends ListCell<Conversation> {

        private final Label title = new Label();
        private final Label when = new Label();
        private final VBox box = new VBox(2, title, when);

        Cell() {
            title.setTextOverrun(OverrunStyle.ELLIPSIS);
            when.getStyleClass().add("caption");
            setPrefWidth(0);
            MenuItem rename = new MenuItem(texts.get("conversation.rename"));
            rename.setOnAction(event -> rename(getItem()));
            MenuItem delete = new MenuItem(Texts.common().get("delete"));
            delete.setOnAction(event -> delete(getItem()));
            setContextMenu(new ContextMenu(rename, delete));
            setOnMouseClicked(event -> {
                if (!isEmpty() && event.getButton() == MouseButton.PRIMARY) {
                    model.open(getItem());
                }
            });
        }

        @Override
        protected void updateItem(Conversation item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
            } else {
                title.setText(item.title());
                when.setText(Formats.ago(item.updatedAt()));
                setGraphic(box);
            }
        }
    }
}
