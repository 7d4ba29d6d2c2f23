/**
 * The Logs tab: every call from every door, with filter, detail, replay and export. Imports fx,
 * controls, the shell's tab and navigation types, and the engine.
 */
@NullMarked
package dev.modeldeck.app.logs;

import org.jspecify.annotations.NullMarked;
