/**
 * Hugging Face folders: config.json, safetensors, tokenizer.json, chat template. Imports the
 * registry and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.registry.format.huggingface;

import org.jspecify.annotations.NullMarked;
