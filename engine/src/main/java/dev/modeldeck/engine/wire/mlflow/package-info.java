/**
 * MLflow's registry protocol: the filters, orders and pages of its searches, after {@code
 * mlflow/utils/search_utils.py}. Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.mlflow;

import org.jspecify.annotations.NullMarked;
