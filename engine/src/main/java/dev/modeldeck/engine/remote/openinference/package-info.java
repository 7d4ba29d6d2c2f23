/**
 * Servers that speak the Open Inference Protocol: our tensor workers, Triton, KServe and others.
 */
@NullMarked
package dev.modeldeck.engine.remote.openinference;

import org.jspecify.annotations.NullMarked;
