/**
 * Languages with nested parts, which no automaton can hold: elements that refer to each other, read
 * byte by byte with a stack for each way in which a text may be meant. Imports the kernel and the
 * regular languages.
 */
@NullMarked
package dev.modeldeck.engine.local.text.constraint.grammar;

import org.jspecify.annotations.NullMarked;
