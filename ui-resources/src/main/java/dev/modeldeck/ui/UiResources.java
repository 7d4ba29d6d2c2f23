package dev.modeldeck.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/**
 * Finds everything the window loads that is not code. Names are relative to this package, for
 * example {@code models/models.fxml}; the only caller of {@code getResource} in the program.
 */
public final class UiResources {

    private static final List<String> FONTS =
            List.of(
                    "Inter-Regular.otf",
                    "Inter-Italic.otf",
                    "Inter-Medium.otf",
                    "Inter-SemiBold.otf",
                    "Inter-Bold.otf",
                    "JetBrainsMono-Regular.ttf");

    private UiResources() {}

    public static URL fxml(String name) {
        return find(name);
    }

    /** The address of a style sheet, as a scene takes it. */
    public static String stylesheet(String name) {
        return find(name).toExternalForm();
    }

    /** As {@link #stylesheet}, or empty where there is none of that name. */
    public static Optional<String> optionalStylesheet(String name) {
        return Optional.ofNullable(UiResources.class.getResource(name)).map(URL::toExternalForm);
    }

    /** The texts of a feature, for example {@code models}, and below them those of all. */
    public static ResourceBundle messages(String feature) {
        ResourceBundle common = bundle("common");
        return feature.equals("common") ? common : new FeatureTexts(bundle(feature), common);
    }

    /** Pictures of the window in the task bar, small to large. */
    public static List<URL> windowIcons() {
        return Stream.of(16, 32, 64, 256)
                .map(size -> find("icons/modeldeck-" + size + ".png"))
                .toList();
    }

    /** The fonts that come with the program. The caller closes each stream. */
    public static List<InputStream> fonts() {
        return FONTS.stream().map(name -> open("fonts/" + name)).toList();
    }

    private static ResourceBundle bundle(String feature) {
        return ResourceBundle.getBundle(
                UiResources.class.getPackageName() + "." + feature + ".messages",
                Locale.ENGLISH,
                UiResources.class.getClassLoader());
    }

    private static InputStream open(String name) {
        try {
            return find(name).openStream();
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + name + " cannot be read.", e);
        }
    }

    private static URL find(String name) {
        URL url = UiResources.class.getResource(name);
        if (url == null) {
            throw new IllegalArgumentException("There is no resource " + name + ".");
        }
        return url;
    }
}
