/**
 * The Open Inference Protocol (KServe V2) over JSON in both directions, after {@code
 * inference_rest.md} of {@code kserve/open-inference-protocol}. Imports wire, inference and the
 * kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.openinference;

import org.jspecify.annotations.NullMarked;
