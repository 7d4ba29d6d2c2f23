/**
 * Answers in a given form: which tokens of a vocabulary may come next so that the text becomes one
 * of a language. Imports the kernel; the languages are in the packages below, and what is a model
 * is not known here.
 */
@NullMarked
package dev.modeldeck.engine.local.text.constraint;

import org.jspecify.annotations.NullMarked;
