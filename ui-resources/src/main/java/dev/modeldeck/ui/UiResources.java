package dev.modeldeck.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Finds what the window loads: FXML, style sheets, texts, pictures. Paths are relative to this
 * package, with slashes: {@code models/models.fxml}. A missing one is a mistake of ours, so it
 * throws.
 */
public final class UiResources {

    private UiResources() {}

    public static URL url(String path) {
        var url = UiResources.class.getResource(path);
        if (url == null) {
            throw new IllegalArgumentException("There is no resource " + path + " in ui-resources");
        }
        return url;
    }

    public static InputStream open(String path) {
        try {
            return url(path).openStream();
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + path + " cannot be read", e);
        }
    }

    /** The texts of a folder, as {@code messages.properties} there has them. */
    public static ResourceBundle texts(String folder) {
        var name = UiResources.class.getPackageName() + "." + folder + ".messages";
        return ResourceBundle.getBundle(
                name, Locale.getDefault(), UiResources.class.getClassLoader());
    }
}
