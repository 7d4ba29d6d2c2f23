/** Model formats, one folder each: recognise, inspect. Imports the registry and the kernel. */
@NullMarked
package dev.modeldeck.engine.registry.format;

import org.jspecify.annotations.NullMarked;
