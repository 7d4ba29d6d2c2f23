/**
 * How well versions of language models keep their quality when their weights take fewer bits: the
 * text that was read, the figures of each scheme, and where they are kept. Imports the kernel,
 * storage and the registry.
 */
@NullMarked
package dev.modeldeck.engine.registry.quality;

import org.jspecify.annotations.NullMarked;
