package dev.modeldeck.app.playground;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** One question or answer; an answer's text grows while it is written. */
final class MessageViewModel {

    private final String role;
    private final StringProperty text = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final BooleanProperty writing = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<AnswerFacts>> facts =
            new SimpleObjectProperty<>(Optional.empty());

    MessageViewModel(String role, String text) {
        this.role = role;
        this.text.set(text);
    }

    static MessageViewModel of(Conversation.Turn turn) {
        MessageViewModel message = new MessageViewModel(turn.role(), turn.text());
        message.facts.set(Optional.ofNullable(turn.facts()));
        message.problem.set(turn.problem());
        return message;
    }

    Conversation.Turn turn() {
        @Nullable AnswerFacts known = facts.get().orElse(null);
        return new Conversation.Turn(role, text.get(), known, problem.get());
    }

    boolean question() {
        return role.equals("user");
    }

    String role() {
        return role;
    }

    StringProperty text() {
        return text;
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
}
