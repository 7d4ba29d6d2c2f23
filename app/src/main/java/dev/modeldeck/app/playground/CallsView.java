package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.MarkdownPane;
import dev.modeldeck.app.fx.Texts;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** What an answer asks tools for; the person answers for the tools. */
final class CallsView extends VBox {

    private final MessageViewModel model;
    private final Texts texts;
    private final Runnable goOn;
    private final VBox list = new VBox();
    private final Button send = new Button();
    private boolean open;

    /**
     * @param goOn sends what was answered
     */
    CallsView(MessageViewModel model, Texts texts, Runnable goOn) {
        this.model = model;
        this.texts = texts;
        this.goOn = goOn;
        list.getStyleClass().add("stack-8");
        send.setText(texts.get("calls.send"));
        send.setOnAction(event -> goOn.run());
        send.managedProperty().bind(send.visibleProperty());
        send.setVisible(false);
        getStyleClass().add("stack-8");
        getChildren().addAll(list, send);
        managedProperty().bind(visibleProperty());
        model.calls().addListener((ListChangeListener<ToolCall>) this::changed);
        show();
    }

    /** Whether the conversation may go on from here. */
    void open(boolean now) {
        open = now;
        send.setVisible(now);
        list.lookupAll(".text-field").forEach(field -> field.setDisable(!now));
    }

    /** Results are typed in here: they change nothing that is seen. */
    private void changed(ListChangeListener.Change<? extends ToolCall> change) {
        if (model.calls().size() != list.getChildren().size()) {
            show();
        }
    }

    private void show() {
        list.getChildren().clear();
        for (int i = 0; i < model.calls().size(); i++) {
            list.getChildren().add(call(i));
        }
        setVisible(!model.calls().isEmpty());
        open(open);
    }

    private VBox call(int at) {
        ToolCall call = model.calls().get(at);
        Label name = new Label(texts.get("calls.call", call.name()), new FontIcon("fth-tool"));
        name.getStyleClass().add("call-name");
        MarkdownPane arguments = new MarkdownPane(JsonCheck.block(call.arguments()));
        TextField result = new TextField(call.result());
        result.setPromptText(texts.get("calls.result", call.name()));
        result.setAccessibleText(result.getPromptText());
        result.textProperty()
                .addListener((text, before, now) ->
                        model.calls().set(at, model.calls().get(at).with(now)));
        result.setOnAction(event -> goOn.run());
        VBox box = new VBox(new HBox(name), arguments, result);
        box.setAlignment(Pos.TOP_LEFT);
        box.getStyleClass().add("call");
        return box;
    }
}
