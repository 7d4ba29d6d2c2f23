package dev.modeldeck.app.playground;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;

import org.kordamp.ikonli.javafx.FontIcon;

import java.nio.file.Path;

/** A picture in small, with round corners; its kind where it cannot be drawn. */
final class Thumbnail extends StackPane {

    private static final double CORNER = 16;

    private static final long SMALL = 200_000;

    /** Of one that cannot be drawn. */
    private static final double UNSEEN_WIDTH = 88;

    private static final double UNSEEN_HEIGHT = 64;

    /** Of dense screens, pixels for each of ours. */
    private static final int DENSE = 2;

    private final ImageView view = new ImageView();

    /**
     * @param width most that it takes
     * @param height most that it takes
     */
    Thumbnail(Picture picture, Path file, double width, double height) {
        getStyleClass().add("thumbnail");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAccessibleText(picture.name());
        Tooltip.install(this, new Tooltip(picture.name()));
        String address = file.toUri().toString();
        // Asked for a size, JavaFX makes small pictures large; a small file is read as it is.
        Image image =
                file.toFile().length() < SMALL
                        ? new Image(address, true)
                        : new Image(address, width * DENSE, height * DENSE, true, true, true);
        view.setPreserveRatio(true);
        view.setImage(image);
        view.layoutBoundsProperty().subscribe(() -> round());
        setPrefSize(Math.min(width, UNSEEN_WIDTH), Math.min(height, UNSEEN_HEIGHT));
        image.progressProperty()
                .subscribe(() -> {
                    if (image.getProgress() >= 1) {
                        view.setFitWidth(Math.min(width, image.getWidth()));
                        view.setFitHeight(Math.min(height, image.getHeight()));
                        loaded(image, picture);
                    }
                });
        image.errorProperty().subscribe(() -> loaded(image, picture));
    }

    private void loaded(Image image, Picture picture) {
        if (image.isError()) {
            Label kind = new Label(picture.kind(), new FontIcon("fth-image"));
            kind.getStyleClass().add("caption");
            setPrefSize(UNSEEN_WIDTH, UNSEEN_HEIGHT);
            getChildren().setAll(kind);
        } else if (image.getWidth() > 0) {
            setPrefSize(USE_COMPUTED_SIZE, USE_COMPUTED_SIZE);
            getChildren().setAll(view);
        }
    }

    private void round() {
        Rectangle corners =
                new Rectangle(
                        view.getLayoutBounds().getWidth(), view.getLayoutBounds().getHeight());
        corners.setArcWidth(CORNER);
        corners.setArcHeight(CORNER);
        view.setClip(corners);
    }
}
