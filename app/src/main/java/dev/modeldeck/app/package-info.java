/** The program: its entry point, its window, and the hand-written wiring of the two. */
@NullMarked
package dev.modeldeck.app;

import org.jspecify.annotations.NullMarked;
