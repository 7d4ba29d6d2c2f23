/**
 * Linear maps and attention of few tokens, computed with the JDK's vectors right where the weights
 * lie mapped. Sums are added up in an order that depends on nothing but their length. Kernels are
 * written out, however alike they are: what a large one calls of our own the compiler no longer
 * inlines, and each vector becomes an object then. Imports nothing but the JDK.
 */
@NullMarked
package dev.modeldeck.engine.local.vectors;

import org.jspecify.annotations.NullMarked;
