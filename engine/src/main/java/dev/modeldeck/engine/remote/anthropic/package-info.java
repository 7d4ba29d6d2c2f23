/**
 * Anthropic, and servers that speak its Messages. Imports the kernel, http, inference, wire,
 * connections and remote.
 */
@NullMarked
package dev.modeldeck.engine.remote.anthropic;

import org.jspecify.annotations.NullMarked;
