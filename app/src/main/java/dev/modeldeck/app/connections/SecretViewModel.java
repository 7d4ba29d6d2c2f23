package dev.modeldeck.app.connections;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.function.Predicate;

/**
 * A secret in a form: what is typed, or the one that is kept already, of which no more is shown
 * than that it is there. A reference that a person wrote stands as it was written.
 */
final class SecretViewModel {

    private final Predicate<String> keeps;
    private final StringProperty typed = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper kept = new ReadOnlyBooleanWrapper();
    private String reference = "";

    /**
     * @param keeps whether a text refers to a secret that was kept when a connection was saved
     */
    SecretViewModel(Predicate<String> keeps) {
        this.keeps = keeps;
    }

    StringProperty typed() {
        return typed;
    }

    /** Whether one is kept that what is typed would replace. */
    ReadOnlyBooleanProperty kept() {
        return kept.getReadOnlyProperty();
    }

    void fill(String text) {
        boolean ours = keeps.test(text);
        reference = ours ? text : "";
        kept.set(ours);
        typed.set(ours ? "" : text);
    }

    /** Gives up the one that is kept. */
    void forget() {
        kept.set(false);
    }

    /** What is to be saved; empty for none. */
    String value() {
        String text = typed.get().strip();
        return text.isEmpty() && kept.get() ? reference : text;
    }
}
