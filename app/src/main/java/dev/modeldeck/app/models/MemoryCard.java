package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.MemoryBar;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;

import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The memory that a model needs, as a bar against the machine's, with a slider for the context. */
final class MemoryCard extends VBox {

    private static final int LEAST_CONTEXT = 128;

    private final Texts texts = Texts.of("models");
    private final Slider slider = new Slider();
    private final Label context = new Label();
    private final MemoryBar bar = new MemoryBar();
    private final VBox chooser;
    private @Nullable Inspection inspection;
    private List<Integer> contexts = List.of();
    private long available;

    MemoryCard() {
        getStyleClass().add("memory");
        Label title = new Label(texts.get("memory.title"));
        title.getStyleClass().add("section-title");
        Label label = new Label(texts.get("memory.context"));
        label.getStyleClass().add("muted");
        label.setLabelFor(slider);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(label, space, context);
        context.getStyleClass().add("medium");
        chooser = new VBox(line, slider);
        chooser.getStyleClass().add("stack-4");
        chooser.managedProperty().bind(chooser.visibleProperty());
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setBlockIncrement(1);
        slider.setSnapToTicks(true);
        slider.setAccessibleText(texts.get("memory.context"));
        slider.valueProperty().subscribe(value -> update());
        getChildren().addAll(title, bar, chooser);
    }

    void show(Inspection shown, @Nullable Machine machine) {
        boolean same = shown.equals(inspection);
        inspection = shown;
        available = machine == null ? 0 : machine.availableBytes();
        if (!same) {
            contexts = contexts(shown);
            chooser.setVisible(shown.shape() != null && contexts.size() > 1);
            slider.setMax(Math.max(0, contexts.size() - 1));
            slider.setValue(contexts.size() - 1);
        }
        setVisible(machine != null);
        update();
    }

    private void update() {
        Inspection shown = inspection;
        if (shown == null) {
            return;
        }
        int index = (int) Math.round(slider.getValue());
        int chosen =
                contexts.isEmpty() ? 0 : contexts.get(Math.clamp(index, 0, contexts.size() - 1));
        context.setText(texts.get("memory.tokens", Formats.digits(chosen)));
        MemoryEstimate needed = MemoryEstimate.of(shown, "auto", "cpu", chosen, 1);
        bar.show(needed.weights(), needed.keyValueCache(), needed.overhead(), available);
    }

    /** Contexts to choose from: powers of two up to the model's own, and that one. */
    static List<Integer> contexts(Inspection inspection) {
        List<Integer> steps = new ArrayList<>();
        for (int step = LEAST_CONTEXT; step < inspection.contextLength(); step *= 2) {
            steps.add(step);
        }
        if (inspection.contextLength() > 0) {
            steps.add(inspection.contextLength());
        }
        return steps;
    }
}
