/**
 * Registered models as in MLflow and Unity Catalog: three-level names, numbered immutable versions,
 * aliases, tags, and an append-only journal of every change. Imports the kernel, storage and http.
 */
@NullMarked
package dev.modeldeck.engine.registry;

import org.jspecify.annotations.NullMarked;
