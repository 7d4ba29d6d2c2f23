package dev.modeldeck.app.shell;

import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Duration;

/** The line under the tabs. */
final class StatusBarView extends HBox {

    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final double HOME_WIDTH = 280;
    private static final double HINT_WIDTH = 420;

    private final Texts texts = Texts.of("shell");

    /**
     * @param onDown leads to where the gateway's port is chosen
     */
    StatusBarView(StatusBarViewModel model, Runnable onDown) {
        getStyleClass().add("status-bar");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label workers = new Label();
        workers.textProperty().bind(model.workersProperty());
        workers.setGraphic(new FontIcon("fth-cpu"));
        workers.setMinWidth(USE_PREF_SIZE);
        Button home = copying("fth-home", texts.get("status.home"));
        home.setText(model.home());
        home.setMaxWidth(HOME_WIDTH);
        home.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        home.setOnAction(event -> Clipboard.copy(model.home()));
        getChildren()
                .addAll(
                        gateway(model, onDown),
                        workers,
                        space,
                        meter(model.processorProperty(), model.processorUsedProperty()),
                        meter(model.memoryProperty(), model.memoryUsedProperty()),
                        home);
        new Heartbeat(this, EVERY, model::measure);
    }

    private static Button gateway(StatusBarViewModel model, Runnable onDown) {
        Button button = copying("fth-copy", "");
        button.setId("gateway");
        button.getTooltip().textProperty().bind(model.gatewayHintProperty());
        button.accessibleHelpProperty().bind(model.gatewayHintProperty());
        button.setMinWidth(USE_PREF_SIZE);
        button.getStyleClass().add("gateway");
        button.textProperty().bind(model.gatewayProperty());
        Region dot = new Region();
        dot.getStyleClass().add("dot");
        HBox sign = new HBox(dot);
        sign.getStyleClass().add("row-4");
        button.setGraphic(sign);
        model.listeningProperty().subscribe(up -> button.pseudoClassStateChanged(DOWN, !up));
        button.setOnAction(event -> {
            if (model.listeningProperty().get()) {
                Clipboard.copy(model.gatewayProperty().get());
            } else {
                onDown.run();
            }
        });
        return button;
    }

    private static Button copying(String icon, String hint) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("flat", "small");
        Tooltip tooltip = new Tooltip(hint);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(HINT_WIDTH);
        button.setTooltip(tooltip);
        button.setAccessibleHelp(hint);
        return button;
    }

    private static HBox meter(ObservableValue<String> text, ObservableValue<Number> used) {
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(used);
        bar.getStyleClass().add("meter");
        Label label = new Label();
        label.textProperty().bind(text);
        label.setMinWidth(USE_PREF_SIZE);
        HBox box = new HBox(bar, label);
        box.getStyleClass().add("row-8");
        return box;
    }
}
