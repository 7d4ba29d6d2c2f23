/**
 * Servers that answer inference requests over a standard protocol, our own workers among them.
 * Imports the kernel, http, inference and wire; one server never imports another.
 */
@NullMarked
package dev.modeldeck.engine.remote;

import org.jspecify.annotations.NullMarked;
