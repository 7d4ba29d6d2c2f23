/**
 * Servers that a person has connected: where they are, how to get in, what they are and serve, how
 * they do, and what can be changed there. {@link RemoteServer} is what a kind of server teaches us,
 * one folder of {@code remote} each. Imports the kernel, storage, http, inference and wire.
 */
@NullMarked
package dev.modeldeck.engine.connections;

import org.jspecify.annotations.NullMarked;
