/**
 * Regular languages over the bytes of UTF-8: an algebra of expressions, a parser for regular
 * expressions, and automata that read one byte at a time. Imports the kernel.
 */
@NullMarked
package dev.modeldeck.engine.local.text.constraint.regular;

import org.jspecify.annotations.NullMarked;
