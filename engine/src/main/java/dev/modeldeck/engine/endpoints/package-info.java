/**
 * Endpoints: a name in front of served entities with a traffic split, their life (start, update
 * beside the old, stop) and the one path of every call. Imports the kernel, storage, inference and
 * the registry; workers and remote servers only as {@link dev.modeldeck.engine.inference.Backend}.
 */
@NullMarked
package dev.modeldeck.engine.endpoints;

import org.jspecify.annotations.NullMarked;
