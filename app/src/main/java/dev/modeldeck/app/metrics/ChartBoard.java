package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartPane;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.ui.UiResources;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.layout.Region;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Charts in as many columns as fit, with one crosshair for all. */
final class ChartBoard extends Region {

    private static final double GAP = 12;
    private static final double NARROWEST = 330;
    private static final double HEIGHT = 196;

    private final ObjectProperty<Instant> crosshair = new SimpleObjectProperty<>();
    private final List<ChartPane> panes;

    ChartBoard(List<ChartSpec> charts) {
        getStyleClass().add("chart-board");
        getStylesheets().add(UiResources.stylesheet("metrics/chart.css"));
        panes = charts.stream().map(chart -> new ChartPane(chart, crosshair)).toList();
        getChildren().addAll(panes);
    }

    void show(Map<String, ChartData> data) {
        panes.forEach(pane -> pane.data().set(data.getOrDefault(pane.spec().id(), ChartData.NONE)));
    }

    @Override
    protected void layoutChildren() {
        int columns = columns(getWidth());
        double width = (getWidth() - GAP * (columns - 1)) / columns;
        for (int i = 0; i < panes.size(); i++) {
            double x = (i % columns) * (width + GAP);
            int row = i / columns;
            double y = row * (HEIGHT + GAP);
            layoutInArea(panes.get(i), x, y, width, HEIGHT, 0, HPos.LEFT, VPos.TOP);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        int columns = columns(width < 0 ? getWidth() : width);
        int rows = (panes.size() + columns - 1) / columns;
        return rows * (HEIGHT + GAP) - GAP;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private int columns(double width) {
        int fit = (int) ((width + GAP) / (NARROWEST + GAP));
        return Math.clamp(fit, 1, Math.min(3, Math.max(1, panes.size())));
    }
}
