package dev.modeldeck.app.controls;

import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** A day in a date picker reads as days do everywhere else. */
public final class DayWords extends StringConverter<LocalDate> {

    @Override
    public String toString(@Nullable LocalDate day) {
        return day == null ? "" : Formats.day(day);
    }

    /** Throws what the picker takes for a slip of the pen: it shows the day before again. */
    @Override
    public @Nullable LocalDate fromString(@Nullable String text) {
        return text == null || text.isBlank() ? null : Formats.parseDay(text.strip());
    }
}
