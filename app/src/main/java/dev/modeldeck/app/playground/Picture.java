package dev.modeldeck.app.playground;

import java.util.Locale;

/**
 * A picture of a question.
 *
 * @param name by which a person knows it
 * @param file its name among the {@link PictureFiles}
 */
record Picture(String name, String mediaType, String file) {

    /** {@code PNG}, for where it cannot be drawn. */
    String kind() {
        return mediaType.substring(mediaType.indexOf('/') + 1).toUpperCase(Locale.ROOT);
    }
}
