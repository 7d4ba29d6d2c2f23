/**
 * The Models tab: the table of registered models, a page for a model and for a version, and the
 * sheet that registers one. Imports fx, controls, the door of the shell, and the engine's registry.
 */
@NullMarked
package dev.modeldeck.app.models;

import org.jspecify.annotations.NullMarked;
