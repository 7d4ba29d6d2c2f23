/**
 * The text in which servers tell their metrics to Prometheus (text-based format 0.0.4, and
 * OpenMetrics as far as servers differ from it), as a collector reads it. Imports nothing of ours.
 */
@NullMarked
package dev.modeldeck.engine.wire.prometheus;

import org.jspecify.annotations.NullMarked;
