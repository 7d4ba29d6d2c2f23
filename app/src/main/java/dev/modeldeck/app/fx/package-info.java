/**
 * The wall to JavaFX's thread and windows: hopping, background work, bridges from live values, view
 * loading, dialogs, looks. The only caller of {@code javafx.application.Platform}. Imports the
 * engine's kernel and ui-resources.
 */
@NullMarked
package dev.modeldeck.app.fx;

import org.jspecify.annotations.NullMarked;
