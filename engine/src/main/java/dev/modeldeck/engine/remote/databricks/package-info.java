/**
 * Databricks workspaces, and whatever else speaks their REST: serving endpoints to see, call and
 * change, and the registries of models. After {@code databricks-sdk-java} and Databricks'
 * documentation. Imports the kernel, http, inference, wire, connections and remote.
 */
@NullMarked
package dev.modeldeck.engine.remote.databricks;

import org.jspecify.annotations.NullMarked;
