/**
 * How a client would make a call by itself: curl, Python and Java that a person can paste and run.
 * Imports the registry.
 */
@NullMarked
package dev.modeldeck.engine.gateway.snippet;

import org.jspecify.annotations.NullMarked;
