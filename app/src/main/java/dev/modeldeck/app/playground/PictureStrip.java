package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** The pictures that go with the prompt, each with a button that takes it out again. */
final class PictureStrip extends VBox {

    private static final double WIDTH = 112;
    private static final double HEIGHT = 64;

    private final DraftPictures model;
    private final Texts texts;
    private final Runnable emptied;
    private final FlowPane row = new FlowPane();

    /**
     * @param emptied called when the last one was taken out, with the focus on its button
     */
    PictureStrip(DraftPictures model, Texts texts, Runnable emptied) {
        this.model = model;
        this.texts = texts;
        this.emptied = emptied;
        getStyleClass().add("picture-strip");
        row.getStyleClass().add("picture-row");
        Label problem = new Label();
        problem.textProperty().bind(model.problem());
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        problem.setMaxWidth(Double.MAX_VALUE);
        problem.getStyleClass().add("answer-problem");
        problem.visibleProperty().bind(model.problem().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        getChildren().addAll(row, problem);
        model.all().addListener((ListChangeListener<Picture>) change -> show());
        model.problem().subscribe(this::show);
        show();
    }

    private void show() {
        row.getChildren().setAll(model.all().stream().map(this::tile).toList());
        row.setManaged(!model.all().isEmpty());
        boolean anything = row.isManaged() || !model.problem().get().isEmpty();
        setVisible(anything);
        setManaged(anything);
    }

    private Node tile(Picture picture) {
        Button remove = new Button(null, new FontIcon("fth-x"));
        String words = texts.get("picture.remove", picture.name());
        remove.getStyleClass().addAll("button-icon", "button-circle", "picture-remove");
        remove.setTooltip(new Tooltip(words));
        remove.setAccessibleText(words);
        remove.setOnAction(event -> remove(picture));
        remove.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
                remove(picture);
                event.consume();
            }
        });
        StackPane.setAlignment(remove, Pos.TOP_RIGHT);
        StackPane tile =
                new StackPane(new Thumbnail(picture, model.path(picture), WIDTH, HEIGHT), remove);
        tile.getStyleClass().add("picture-tile");
        return tile;
    }

    /** The focus goes to the one that takes its place. */
    private void remove(Picture picture) {
        int at = model.all().indexOf(picture);
        model.remove(picture);
        if (model.all().isEmpty()) {
            emptied.run();
        } else {
            Node next = row.getChildren().get(Math.min(at, model.all().size() - 1));
            ((StackPane) next).getChildren().getLast().requestFocus();
        }
    }
}
