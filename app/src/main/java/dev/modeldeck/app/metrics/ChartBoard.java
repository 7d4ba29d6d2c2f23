package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartPane;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.ui.UiResources;

import javafx.beans.property.ObjectProperty;
import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.layout.Region;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Charts in as few rows as can hold them, each filled to its end. */
final class ChartBoard extends Region {

    private static final double GAP = 12;
    private static final double NARROWEST = 330;
    private static final double HEIGHT = 196;
    private static final int MOST_COLUMNS = 3;

    private final ObjectProperty<Instant> crosshair;
    private List<? extends ChartSpec<?>> charts = List.of();
    private List<ChartPane> panes = List.of();

    /**
     * @param crosshair shared by all charts of a page
     */
    ChartBoard(ObjectProperty<Instant> crosshair) {
        this.crosshair = crosshair;
        getStyleClass().add("chart-board");
        getStylesheets().add(UiResources.stylesheet("metrics/chart.css"));
    }

    /**
     * @param data by the id of the chart
     */
    void show(List<? extends ChartSpec<?>> wanted, Map<String, ChartData> data) {
        if (!wanted.equals(charts)) {
            charts = List.copyOf(wanted);
            panes = charts.stream().map(chart -> new ChartPane(chart, crosshair)).toList();
            getChildren().setAll(panes);
        }
        panes.forEach(pane -> pane.data().set(data.getOrDefault(pane.spec().id(), ChartData.NONE)));
    }

    @Override
    protected void layoutChildren() {
        int rows = rows(getWidth());
        Iterator<ChartPane> next = panes.iterator();
        for (int row = 0; row < rows; row++) {
            int count = panes.size() / rows + (row < panes.size() % rows ? 1 : 0);
            double width = (getWidth() - GAP * (count - 1)) / count;
            double y = row * (HEIGHT + GAP);
            for (int i = 0; i < count; i++) {
                double x = i * (width + GAP);
                layoutInArea(next.next(), x, y, width, HEIGHT, 0, HPos.LEFT, VPos.TOP);
            }
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return rows(width < 0 ? getWidth() : width) * (HEIGHT + GAP) - GAP;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private int rows(double width) {
        int columns = Math.clamp((int) ((width + GAP) / (NARROWEST + GAP)), 1, MOST_COLUMNS);
        return Math.max(1, (panes.size() + columns - 1) / columns);
    }
}
