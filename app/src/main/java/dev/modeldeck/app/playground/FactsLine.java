package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/** An answer's figures in one line; with all their names when one points at it. */
final class FactsLine extends Label {

    FactsLine() {
        getStyleClass().add("facts");
    }

    void show(AnswerFacts facts, Texts texts) {
        setText(facts.line());
        setTooltip(new Tooltip(facts.inFull(texts)));
    }

    void show(Exchange.Done done, Texts texts) {
        show(done.facts(), texts);
        setText(done.outcome().status() + " · " + getText());
    }
}
