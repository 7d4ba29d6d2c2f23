package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Consumer;

/** The messages of a column; follows the answer until the person looks back. */
final class ChatPane extends StackPane {

    private static final double NEAR_END = 24;

    private final ColumnViewModel model;
    private final Texts texts;
    private final Runnable goOn;
    private final VBox list = new VBox();
    private final ScrollPane scroll = new ScrollPane(list);
    private final BooleanProperty following = new SimpleBooleanProperty(true);
    private double settledHeight;

    /**
     * @param goOn sends what the person answered for the tools that the last answer calls
     */
    ChatPane(ColumnViewModel model, Texts texts, Consumer<String> onSample, Runnable goOn) {
        this.model = model;
        this.texts = texts;
        this.goOn = goOn;
        list.getStyleClass().add("messages");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("chat-scroll");
        scroll.visibleProperty().bind(Bindings.isNotEmpty(model.messages()));
        VBox welcome = welcome(onSample);
        welcome.visibleProperty().bind(scroll.visibleProperty().not());
        getChildren().addAll(welcome, scroll, toEnd());
        model.messages().addListener((ListChangeListener<MessageViewModel>) change -> show());
        show();
        scroll.vvalueProperty().addListener(ignored -> moved());
        list.heightProperty().addListener(ignored -> grown());
    }

    /** A message that grows moves the bar too, to stay where it is; only a person looks back. */
    private void moved() {
        if (list.getHeight() == settledHeight) {
            following.set(near());
        }
    }

    private void grown() {
        if (following.get()) {
            scroll.setVvalue(scroll.getVmax());
            // Once more when it is laid out: until then the bar knows the height before.
            Fx.later(this::pin);
        }
        settledHeight = list.getHeight();
    }

    private void pin() {
        if (following.get()) {
            scroll.setVvalue(scroll.getVmax());
        }
    }

    private Button toEnd() {
        Button button = new Button(null, new FontIcon("fth-arrow-down"));
        button.getStyleClass().addAll("button-icon", "button-circle", "to-end");
        button.setTooltip(new Tooltip(texts.get("to-end")));
        button.setAccessibleText(texts.get("to-end"));
        button.visibleProperty().bind(scroll.visibleProperty().and(following.not()));
        button.setOnAction(event -> {
            following.set(true);
            pin();
        });
        setAlignment(button, Pos.BOTTOM_CENTER);
        return button;
    }

    private void show() {
        following.set(true);
        List<MessageViewModel> messages = model.messages();
        int same = 0;
        while (same < Math.min(messages.size(), list.getChildren().size())
                && list.getChildren().get(same).getUserData() == messages.get(same)) {
            same++;
        }
        list.getChildren().remove(same, list.getChildren().size());
        for (MessageViewModel message : messages.subList(same, messages.size())) {
            MessageView view = new MessageView(message, model::file, texts, goOn);
            view.setUserData(message);
            list.getChildren().add(view);
        }
        for (int i = 0; i < messages.size(); i++) {
            ((MessageView) list.getChildren().get(i)).last(i == messages.size() - 1);
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
            button.setWrapText(true);
            button.setMinHeight(USE_PREF_SIZE);
            button.getStyleClass().add("sample");
            button.setOnAction(event -> onSample.accept(sample));
            box.getChildren().add(button);
        }
        box.getStyleClass().add("welcome");
        return box;
    }
}
