package dev.modeldeck.app.connections;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import java.util.List;

/** What a server or model can do: as many chips as there is room for, and how many more. */
final class CapabilityChips extends HBox {

    /**
     * @param most chips; what is beyond is counted, and told by the tooltip
     */
    CapabilityChips(List<String> capabilities, int most) {
        getStyleClass().add("row-4");
        int shown = capabilities.size() <= most ? capabilities.size() : most;
        capabilities.subList(0, shown).forEach(this::add);
        if (shown < capabilities.size()) {
            add("+" + (capabilities.size() - shown));
            Tooltip.install(this, new Tooltip(String.join(", ", capabilities)));
        }
    }

    private void add(String text) {
        Label chip = new Label(text);
        chip.getStyleClass().add("chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().add(chip);
    }
}
