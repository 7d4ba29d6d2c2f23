/**
 * Dialects as pure translation between foreign JSON and our vocabulary, one folder each, without
 * any input or output; here what they share: reading JSON that strangers sent and writing JSON that
 * every parser takes. Imports inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire;

import org.jspecify.annotations.NullMarked;
