package dev.modeldeck.app.fx;

import dev.modeldeck.ui.UiResources;

import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** Loads the structure of views. FXML names no class of ours: the controller is given here. */
public final class Views {
    private Views() {}

    /** A loaded view: its root, and its nodes by their {@code fx:id}. */
    public record Parts(Parent root, Map<String, Object> nodes) {

        public <N> N get(String id, Class<N> type) {
            return type.cast(Objects.requireNonNull(nodes.get(id), id));
        }
    }

    /** As {@link #load}, for a view whose nodes are asked for by their {@code fx:id}. */
    public static Parts parts(String fxml) {
        FXMLLoader loader = loader(fxml);
        return new Parts(root(loader, fxml), Map.copyOf(loader.getNamespace()));
    }

    /**
     * Loads for example {@code models/models.fxml} with the texts of {@code models} and, where
     * there is one, the style sheet {@code models/models.css}.
     *
     * @param controller gets the nodes with an {@code fx:id} in its {@code @FXML} fields
     */
    public static <N extends Parent> N load(String fxml, Object controller) {
        FXMLLoader loader = loader(fxml);
        loader.setController(controller);
        return root(loader, fxml);
    }

    private static FXMLLoader loader(String fxml) {
        FXMLLoader loader = new FXMLLoader(UiResources.fxml(fxml));
        loader.setResources(UiResources.messages(fxml.substring(0, fxml.indexOf('/'))));
        return loader;
    }

    private static <N extends Parent> N root(FXMLLoader loader, String fxml) {
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
