/**
 * Between rows and the tensors of a registered model: what MLflow's scoring protocol sends is
 * checked against the model's signature, and its tensors become predictions. Pure translation.
 * Imports the kernel, inference and the registry's signature.
 */
@NullMarked
package dev.modeldeck.engine.endpoints.signature;

import org.jspecify.annotations.NullMarked;
