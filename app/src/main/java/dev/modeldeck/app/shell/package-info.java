/**
 * The window: rail of tabs, navigation, status bar, command palette. It knows tabs only as {@link
 * dev.modeldeck.app.shell.TabSpec}; imports fx and controls.
 */
@NullMarked
package dev.modeldeck.app.shell;

import org.jspecify.annotations.NullMarked;
