package dev.modeldeck.app.playground;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One question or answer; an answer's text grows while it is written. */
final class MessageViewModel {

    private final String role;
    private final List<Picture> pictures;
    private final StringProperty text = new SimpleStringProperty("");
    private final StringProperty thought = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final BooleanProperty writing = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<AnswerFacts>> facts =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<AnswerCheck> check = new SimpleObjectProperty<>(AnswerCheck.NONE);
    private final ObservableList<ToolCall> calls = FXCollections.observableArrayList();

    MessageViewModel(String role, String text) {
        this(role, text, List.of());
    }

    MessageViewModel(String role, String text, List<Picture> pictures) {
        this.role = role;
        this.pictures = List.copyOf(pictures);
        this.text.set(text);
    }

    static MessageViewModel of(Conversation.Turn turn) {
        MessageViewModel message = new MessageViewModel(turn.role(), turn.text(), turn.pictures());
        message.facts.set(Optional.ofNullable(turn.facts()));
        message.problem.set(turn.problem());
        message.check.set(turn.check());
        message.calls.setAll(turn.calls());
        message.thought.set(turn.thought());
        return message;
    }

    Conversation.Turn turn() {
        @Nullable AnswerFacts known = facts.get().orElse(null);
        return new Conversation.Turn(
                role,
                text.get(),
                known,
                problem.get(),
                check.get(),
                List.copyOf(calls),
                thought.get(),
                pictures);
    }

    boolean question() {
        return role.equals("user");
    }

    String role() {
        return role;
    }

    /** Of a question. */
    List<Picture> pictures() {
        return pictures;
    }

    StringProperty text() {
        return text;
    }

    /** What the model thinks before it answers; no part of the answer, and not sent again. */
    StringProperty thought() {
        return thought;
    }

    /** Why the answer is not whole; empty when it is. */
    StringProperty problem() {
        return problem;
    }

    BooleanProperty writing() {
        return writing;
    }

    ObjectProperty<Optional<AnswerFacts>> facts() {
        return facts;
    }

    /** Whether it is what was asked for; while it is written, only what was asked for. */
    ObjectProperty<AnswerCheck> check() {
        return check;
    }

    /** What it asks tools for, with what the person answered for them. */
    ObservableList<ToolCall> calls() {
        return calls;
    }

    /** As messages of a request: an answer with calls is followed by what came of each. */
    List<RequestJson.Message> sent(PictureFiles files) {
        List<RequestJson.Message> messages = new ArrayList<>();
        if (question() || !text.get().isEmpty() || !calls.isEmpty()) {
            List<String> shown = pictures.stream().map(files::dataUrl).toList();
            messages.add(new RequestJson.Message(role, text.get(), shown, List.copyOf(calls), ""));
        }
        for (ToolCall call : calls) {
            messages.add(
                    new RequestJson.Message(
                            "tool", call.result(), List.of(), List.of(), call.id()));
        }
        return messages;
    }
}
