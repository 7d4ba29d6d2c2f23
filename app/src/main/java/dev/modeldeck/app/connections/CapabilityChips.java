package dev.modeldeck.app.connections;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import java.util.List;

/** What a server or model can do: as many chips as there is room for, and how many more. */
final class CapabilityChips extends Region {

    private static final double GAP = 4;

    /** What a cell keeps free at its sides. */
    private static final double AROUND = 16;

    private final List<Label> chips;
    private final Label rest = chip("");

    /**
     * @param column the width of the column that it stands in
     */
    CapabilityChips(List<String> capabilities, ObservableValue<Number> column) {
        this.chips = capabilities.stream().map(CapabilityChips::chip).toList();
        getChildren().addAll(chips);
        getChildren().add(rest);
        setMinWidth(0);
        maxWidthProperty().bind(column.map(width -> width.doubleValue() - AROUND));
        if (!capabilities.isEmpty()) {
            Tooltip.install(this, new Tooltip(String.join(", ", capabilities)));
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return chips.stream().mapToDouble(chip -> chip.prefWidth(-1) + GAP).sum();
    }

    @Override
    protected double computePrefHeight(double width) {
        return chips.stream().mapToDouble(chip -> chip.prefHeight(-1)).max().orElse(0);
    }

    @Override
    protected void layoutChildren() {
        int fitting = fitting();
        rest.setVisible(fitting < chips.size());
        rest.setText("+" + (chips.size() - fitting));
        double x = 0;
        for (int i = 0; i < chips.size(); i++) {
            chips.get(i).setVisible(i < fitting);
            if (i < fitting) {
                x += place(chips.get(i), x);
            }
        }
        place(rest, x);
    }

    /** How many chips there is room for, beside the one that counts the others. */
    private int fitting() {
        if (computePrefWidth(-1) - GAP <= getWidth()) {
            return chips.size();
        }
        rest.setText("+" + chips.size());
        double room = getWidth() - rest.prefWidth(-1);
        int fitting = 0;
        for (Label chip : chips) {
            room -= chip.prefWidth(-1) + GAP;
            if (room < 0) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    private double place(Label chip, double x) {
        double width = chip.prefWidth(-1);
        double height = chip.prefHeight(-1);
        chip.resizeRelocate(x, snapPositionY((getHeight() - height) / 2), width, height);
        return width + GAP;
    }

    private static Label chip(String text) {
        Label chip = new Label(text);
        chip.getStyleClass().add("chip");
        return chip;
    }
}
