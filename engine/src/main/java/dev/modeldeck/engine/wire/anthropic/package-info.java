/**
 * Anthropic's Messages as a client speaks them, after its API reference (version 2023-06-01).
 * Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.anthropic;

import org.jspecify.annotations.NullMarked;
