/**
 * Databricks model serving: the bodies of invocations in their text and tabular forms, of endpoints
 * and their configuration, and of errors, as {@code databricks-sdk-java} reads and sends them.
 * Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.databricks;

import org.jspecify.annotations.NullMarked;
