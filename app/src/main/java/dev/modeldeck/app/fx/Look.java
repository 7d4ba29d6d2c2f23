package dev.modeldeck.app.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import dev.modeldeck.ui.UiResources;

import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Light or dark: AtlantaFX's Primer with our palette, type and spacing on top. */
public enum Look {
    LIGHT("theme/light.css"),
    DARK("theme/dark.css");

    private static final List<String> SHARED = List.of("theme/tokens.css", "theme/base.css");

    private final String palette;

    Look(String palette) {
        this.palette = palette;
    }

    /** Loads the fonts that come with the program. Once, before the first scene. */
    public static void loadFonts() {
        for (InputStream font : UiResources.fonts()) {
            try (font) {
                Font.loadFont(font, 13);
            } catch (IOException e) {
                throw new UncheckedIOException("A font cannot be read.", e);
            }
        }
    }

    /** Sets the look of the whole program and of this scene. */
    public void apply(Scene scene) {
        Application.setUserAgentStylesheet(
                switch (this) {
                    case LIGHT -> new PrimerLight().getUserAgentStylesheet();
                    case DARK -> new PrimerDark().getUserAgentStylesheet();
                });
        dress(scene);
    }

    /** Gives a scene, for example a dialog's, the sheets of this look. */
    public void dress(Scene scene) {
        scene.getStylesheets().setAll(sheets());
    }

    /** The sheet of our palette, then those both looks share. */
    public List<String> sheets() {
        return Stream.concat(Stream.of(palette), SHARED.stream())
                .map(UiResources::stylesheet)
                .toList();
    }

    public boolean dark() {
        return this == DARK;
    }

    /** Takes over the sheets of the window that a dialog belongs to. */
    static void inherit(Parent dialog, Scene owner) {
        dialog.getStylesheets().setAll(owner.getStylesheets());
    }
}
