package dev.modeldeck.app.metrics.chart;

import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.StyleConverter;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.converter.PaintConverter;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

import java.util.ArrayList;
import java.util.List;

/** The colours of a chart as the style sheet gives them, so that a theme reaches the canvas. */
final class ChartColors {

    private static final List<String> NAMES =
            List.of(
                    "-chart-grid",
                    "-chart-text",
                    "-chart-line-1",
                    "-chart-line-2",
                    "-chart-line-3",
                    "-chart-line-4",
                    "-chart-line-5");
    private static final int FIRST_LINE = 2;
    private static final List<CssMetaData<? extends Styleable, ?>> META = makeMetaData();

    private final List<StyleableObjectProperty<Paint>> paints = new ArrayList<>();

    ChartColors(ChartCanvas owner, Runnable changed) {
        for (int i = 0; i < NAMES.size(); i++) {
            StyleableObjectProperty<Paint> paint =
                    new SimpleStyleableObjectProperty<>(
                            Entry.of(i), owner, NAMES.get(i), Color.TRANSPARENT);
            paint.subscribe(changed);
            paints.add(paint);
        }
    }

    Paint grid() {
        return paints.get(0).get();
    }

    Paint text() {
        return paints.get(1).get();
    }

    /** Colour of a line; they repeat after the fifth. */
    Paint line(int index) {
        return paints.get(FIRST_LINE + index % (NAMES.size() - FIRST_LINE)).get();
    }

    static List<CssMetaData<? extends Styleable, ?>> metaData() {
        return META;
    }

    private static List<CssMetaData<? extends Styleable, ?>> makeMetaData() {
        List<CssMetaData<? extends Styleable, ?>> all =
                new ArrayList<>(Region.getClassCssMetaData());
        for (int i = 0; i < NAMES.size(); i++) {
            all.add(new Entry(i));
        }
        return List.copyOf(all);
    }

    private static final class Entry extends CssMetaData<ChartCanvas, Paint> {

        private final int index;

        Entry(int index) {
            super(NAMES.get(index), converter(), Color.TRANSPARENT);
            this.index = index;
        }

        @SuppressWarnings("unchecked") // the list holds Region's entries first, then ours, in order
        static CssMetaData<ChartCanvas, Paint> of(int index) {
            return (CssMetaData<ChartCanvas, Paint>) META.get(META.size() - NAMES.size() + index);
        }

        private static StyleConverter<?, Paint> converter() {
            return PaintConverter.getInstance();
        }

        @Override
        public boolean isSettable(ChartCanvas canvas) {
            return !property(canvas).isBound();
        }

        @Override
        public StyleableProperty<Paint> getStyleableProperty(ChartCanvas canvas) {
            return property(canvas);
        }

        private StyleableObjectProperty<Paint> property(ChartCanvas canvas) {
            return canvas.colors().paints.get(index);
        }
    }
}
