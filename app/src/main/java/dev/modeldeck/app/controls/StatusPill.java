package dev.modeldeck.app.controls;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** A state in a word or two, with a dot in its colour. */
public final class StatusPill extends Label {

    /** What a state means to the person looking at it. */
    public enum Tone {
        GOOD,
        BUSY,
        BAD,
        OFF;

        private final PseudoClass pseudoClass =
                PseudoClass.getPseudoClass(name().toLowerCase(java.util.Locale.ROOT));

        /** Of something that runs or not; what is under way or went wrong comes before that. */
        public static Tone of(boolean running, boolean changing, boolean failed) {
            return changing ? BUSY : failed ? BAD : running ? GOOD : OFF;
        }
    }

    public StatusPill() {
        getStyleClass().add("status-pill");
        Region dot = new Region();
        dot.getStyleClass().add("dot");
        setGraphic(dot);
        setMinWidth(USE_PREF_SIZE);
    }

    public StatusPill(String text, Tone tone) {
        this(new Light(text, tone));
    }

    public StatusPill(Light light) {
        this();
        show(light);
    }

    public void show(Light light) {
        show(light.words(), light.tone());
    }

    public void show(String text, Tone tone) {
        setText(text);
        for (Tone each : Tone.values()) {
            pseudoClassStateChanged(each.pseudoClass, each == tone);
        }
    }
}
