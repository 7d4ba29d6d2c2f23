/**
 * The ways in which families of models write calls of tools into their answers: each is recognised
 * by the chat template, read while it is written, and known as a language. A syntax is one class,
 * listed in {@link dev.modeldeck.engine.local.text.calls.CallSyntaxes}. Imports the kernel, the
 * vocabulary of inference and the constraints.
 */
@NullMarked
package dev.modeldeck.engine.local.text.calls;

import org.jspecify.annotations.NullMarked;
