package dev.modeldeck.app.controls;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/**
 * Parts of a whole as a bar, with a sentence above and a legend below: how much of what there is
 * would be taken, and by what. Turns red where the parts are more than the whole.
 */
public final class ShareBar extends VBox {

    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

    private final Label sentence = new Label();
    private final Track track = new Track();
    private final FlowPane legend = new FlowPane(12, 4);

    /** One part; {@code words} is its legend, for example {@code Weights 1.2 GB}. */
    public record Part(String words, double size) {}

    public ShareBar() {
        getStyleClass().add("share-bar");
        sentence.getStyleClass().add("sentence");
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(sentence, track, legend);
    }

    /**
     * @param whole what the parts are a share of, in their unit
     */
    public void show(String text, List<Part> parts, double whole) {
        sentence.setText(text);
        double sum = parts.stream().mapToDouble(Part::size).sum();
        pseudoClassStateChanged(OVER, sum > whole);
        track.show(parts, Math.max(whole, sum));
        legend.getChildren().clear();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).size() > 0) {
                legend.getChildren().add(entry(parts.get(i), i + 1));
            }
        }
    }

    private static HBox entry(Part part, int number) {
        Region dot = new Region();
        dot.getStyleClass().addAll("dot", "part-" + number);
        Label label = new Label(part.words());
        label.getStyleClass().add("caption");
        HBox entry = new HBox(5, dot, label);
        entry.setAlignment(Pos.CENTER_LEFT);
        return entry;
    }

    /** The bar itself: each part as wide as its share. */
    private static final class Track extends Region {

        private List<Part> parts = List.of();
        private double whole = 1;

        Track() {
            getStyleClass().add("track");
        }

        void show(List<Part> shown, double total) {
            parts = List.copyOf(shown);
            whole = total <= 0 ? 1 : total;
            getChildren().clear();
            for (int i = 0; i < parts.size(); i++) {
                Region bar = new Region();
                bar.getStyleClass().add("part-" + (i + 1));
                getChildren().add(bar);
            }
            requestLayout();
        }

        @Override
        protected void layoutChildren() {
            double x = 0;
            for (int i = 0; i < parts.size(); i++) {
                double width = getWidth() * parts.get(i).size() / whole;
                getChildren().get(i).resizeRelocate(x, 0, Math.ceil(width), getHeight());
                x += width;
            }
        }
    }
}
