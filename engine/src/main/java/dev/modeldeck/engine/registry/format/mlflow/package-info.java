/**
 * MLflow model folders: an {@code MLmodel} file beside a model of another format, with a signature
 * and an input example. Imports the registry and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.registry.format.mlflow;

import org.jspecify.annotations.NullMarked;
