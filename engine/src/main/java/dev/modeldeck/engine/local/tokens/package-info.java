/**
 * Between text and the token ids of a model's vocabulary. Imports the kernel, the registry and
 * {@code local.checkpoint}.
 */
@NullMarked
package dev.modeldeck.engine.local.tokens;

import org.jspecify.annotations.NullMarked;
