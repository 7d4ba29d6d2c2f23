/**
 * MLflow's protocols: the filters, orders and pages of its registry's searches, after {@code
 * mlflow/utils/search_utils.py}, and the bodies of its scoring server, after {@code
 * mlflow/pyfunc/scoring_server}. Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.mlflow;

import org.jspecify.annotations.NullMarked;
