/**
 * Between rows and tensors: what MLflow's scoring protocol sends becomes the tensors that a model
 * takes, checked against its signature, and its tensors become predictions. Pure translation.
 * Imports the kernel, inference and the registry's signature.
 */
@NullMarked
package dev.modeldeck.engine.endpoints.signature;

import org.jspecify.annotations.NullMarked;
