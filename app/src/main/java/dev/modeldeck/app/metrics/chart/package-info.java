/**
 * Live charts over time: what is drawn as data ({@link dev.modeldeck.app.metrics.chart.Charts},
 * {@link dev.modeldeck.app.metrics.chart.ServerCharts}), and one canvas that draws it. Imports the
 * engine's metrics and connections, and controls.
 */
@NullMarked
package dev.modeldeck.app.metrics.chart;

import org.jspecify.annotations.NullMarked;
