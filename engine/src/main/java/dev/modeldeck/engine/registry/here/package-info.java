/**
 * Models that other programs keep on this machine: Ollama, LM Studio and Hugging Face's tools. A
 * program is one class, listed in {@link dev.modeldeck.engine.registry.here.ModelsHere}. Imports
 * the registry and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.registry.here;

import org.jspecify.annotations.NullMarked;
