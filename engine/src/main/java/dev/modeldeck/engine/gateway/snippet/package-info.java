/**
 * How a client would make a call by itself: curl, Python and Java that a person can paste and run.
 * Imports nothing of ours.
 */
@NullMarked
package dev.modeldeck.engine.gateway.snippet;

import org.jspecify.annotations.NullMarked;
