package dev.modeldeck.app.fx;

import dev.modeldeck.ui.UiResources;

import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Loads the structure of views. FXML names no class of ours: the controller is given here. */
public final class Views {
    private Views() {}

    /**
     * Loads for example {@code models/models.fxml} with the texts of {@code models} and, where
     * there is one, the style sheet {@code models/models.css}.
     *
     * @param controller gets the nodes with an {@code fx:id} in its {@code @FXML} fields
     */
    public static <N extends Parent> N load(String fxml, Object controller) {
        FXMLLoader loader = new FXMLLoader(UiResources.fxml(fxml));
        loader.setController(controller);
        loader.setResources(UiResources.messages(fxml.substring(0, fxml.indexOf('/'))));
        try {
            N root = loader.load();
            UiResources.optionalStylesheet(fxml.replaceFirst("\\.fxml$", ".css"))
                    .ifPresent(root.getStylesheets()::add);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException("The view " + fxml + " cannot be loaded.", e);
        }
    }
}
