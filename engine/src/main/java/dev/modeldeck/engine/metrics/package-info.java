/**
 * Measures of every call and every worker: kept in memory for the live charts, stored for 14 days,
 * exported to Prometheus. Imports the kernel, storage and inference.
 */
@NullMarked
package dev.modeldeck.engine.metrics;

import org.jspecify.annotations.NullMarked;
