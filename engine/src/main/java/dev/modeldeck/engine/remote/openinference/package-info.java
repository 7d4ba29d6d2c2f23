/** Servers that speak the Open Inference Protocol: our tensor workers, KServe, Triton. */
@NullMarked
package dev.modeldeck.engine.remote.openinference;

import org.jspecify.annotations.NullMarked;
