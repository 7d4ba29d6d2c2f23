/**
 * Linear maps and attention of few tokens, computed with the JDK's vectors right where the weights
 * lie mapped. Sums are added up in an order that depends on nothing but their length. Imports
 * nothing but the JDK.
 */
@NullMarked
package dev.modeldeck.engine.local.vectors;

import org.jspecify.annotations.NullMarked;
