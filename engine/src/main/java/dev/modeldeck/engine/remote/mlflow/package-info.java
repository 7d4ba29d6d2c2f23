/**
 * MLflow: scoring servers, which run one model, and tracking servers, which keep registered models.
 * After {@code mlflow/pyfunc/scoring_server}, {@code mlflow/server/handlers.py} and MLflow's protos
 * of release 3.6. Imports the kernel, http, inference, wire, connections and remote.
 */
@NullMarked
package dev.modeldeck.engine.remote.mlflow;

import org.jspecify.annotations.NullMarked;
