/**
 * Between rows and tensors: what MLflow's scoring protocol sends becomes the tensors that a model
 * takes, and tensors become JSON again. Pure translation. Imports the kernel and inference.
 */
@NullMarked
package dev.modeldeck.engine.inference.rows;

import org.jspecify.annotations.NullMarked;
