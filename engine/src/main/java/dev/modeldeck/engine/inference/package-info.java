/**
 * The vocabulary of inference: what is asked, what is answered, who answers and who listens.
 * Dialects translate to and from it, backends speak it. It imports the kernel only (and Jackson's
 * tree for values whose shape only the model knows).
 */
@NullMarked
package dev.modeldeck.engine.inference;

import org.jspecify.annotations.NullMarked;
