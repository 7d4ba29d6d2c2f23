/**
 * Grammars as people write them for llama.cpp and vLLM: GBNF. Imports the kernel and the languages
 * beside it.
 */
@NullMarked
package dev.modeldeck.engine.local.text.constraint.gbnf;

import org.jspecify.annotations.NullMarked;
