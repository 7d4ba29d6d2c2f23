package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Consumer;

/** The messages of a column; stays at the end while the person is there. */
final class ChatPane extends StackPane {

    private static final double NEAR_END = 24;

    private final ColumnViewModel model;
    private final Texts texts;
    private final VBox list = new VBox();
    private final ScrollPane scroll = new ScrollPane(list);
    private boolean atEnd = true;

    ChatPane(ColumnViewModel model, Texts texts, Consumer<String> onSample) {
        this.model = model;
        this.texts = texts;
        list.getStyleClass().add("messages");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("chat-scroll");
        scroll.visibleProperty().bind(Bindings.isNotEmpty(model.messages()));
        VBox welcome = welcome(onSample);
        welcome.visibleProperty().bind(scroll.visibleProperty().not());
        getChildren().addAll(welcome, scroll);
        model.messages().addListener((ListChangeListener<MessageViewModel>) change -> show());
        show();
        scroll.vvalueProperty().addListener(ignored -> atEnd = near());
        list.heightProperty()
                .addListener(ignored -> {
                    if (atEnd) {
                        scroll.setVvalue(1);
                    }
                });
    }

    private void show() {
        atEnd = true;
        List<MessageViewModel> messages = model.messages();
        int same = 0;
        while (same < Math.min(messages.size(), list.getChildren().size())
                && list.getChildren().get(same).getUserData() == messages.get(same)) {
            same++;
        }
        list.getChildren().remove(same, list.getChildren().size());
        for (MessageViewModel message : messages.subList(same, messages.size())) {
            MessageView view = new MessageView(message, texts);
            view.setUserData(message);
            list.getChildren().add(view);
        }
    }

    private boolean near() {
        double hidden = list.getHeight() - scroll.getViewportBounds().getHeight();
        return hidden <= 0 || (1 - scroll.getVvalue()) * hidden < NEAR_END;
    }

    private VBox welcome(Consumer<String> onSample) {
        Label title = new Label(texts.get("welcome.title"));
        title.getStyleClass().add("welcome-title");
        Label text = new Label(texts.get("welcome.text"));
        text.getStyleClass().add("muted");
        text.setWrapText(true);
        VBox box = new VBox(title, text);
        for (int i = 1; i <= 4; i++) {
            String sample = texts.get("sample." + i);
            Button button = new Button(sample);
            button.setMaxWidth(Double.MAX_VALUE);
            button.setAlignment(Pos.CENTER_LEFT);
            button.getStyleClass().add("sample");
            button.setOnAction(event -> onSample.accept(sample));
            box.getChildren().add(button);
        }
        box.getStyleClass().add("welcome");
        return box;
    }
}
