/**
 * The Playground tab: columns, each an endpoint; one prompt goes to all. Forms for tables, an
 * editor for everything else. Imports fx, controls, the shell's tab and navigation types, and the
 * engine.
 */
@NullMarked
package dev.modeldeck.app.playground;

import org.jspecify.annotations.NullMarked;
