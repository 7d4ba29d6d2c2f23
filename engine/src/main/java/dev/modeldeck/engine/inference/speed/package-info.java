/**
 * How fast a model answers, as a benchmark measured it: figures, their table and their JSON.
 * Whoever measures fills them in, whoever asks prints them. Imports Jackson only.
 */
@NullMarked
package dev.modeldeck.engine.inference.speed;

import org.jspecify.annotations.NullMarked;
