/**
 * The Metrics tab: live charts per endpoint and served entity. Imports fx, controls, the shell's
 * tab and navigation types, and the engine.
 */
@NullMarked
package dev.modeldeck.app.metrics;

import org.jspecify.annotations.NullMarked;
