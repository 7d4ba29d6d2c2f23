package dev.modeldeck.app.controls;

import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** Puts the choices of a box that is not typed into in words. */
public final class ChoiceWords<T> extends StringConverter<T> {

    private final Function<T, String> words;

    public ChoiceWords(Function<T, String> words) {
        this.words = words;
    }

    @Override
    public String toString(@Nullable T choice) {
        return choice == null ? "" : words.apply(choice);
    }

    @Override
    public T fromString(String text) {
        throw new UnsupportedOperationException("Nobody types into this box.");
    }
}
