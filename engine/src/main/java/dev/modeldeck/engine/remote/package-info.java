/**
 * Servers that answer inference requests over a standard protocol, our own workers among them. Each
 * connected kind is a {@link dev.modeldeck.engine.connections.RemoteServer}. Imports the kernel,
 * http, inference, wire and connections; one server never imports another.
 */
@NullMarked
package dev.modeldeck.engine.remote;

import org.jspecify.annotations.NullMarked;
