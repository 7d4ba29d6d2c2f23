/**
 * The public HTTP face: one {@code *Routes} class a dialect over the wire package, and access
 * control. Imports the kernel, inference, wire, endpoints and the registry.
 */
@NullMarked
package dev.modeldeck.engine.gateway;

import org.jspecify.annotations.NullMarked;
