/**
 * Models on this very machine: turns a model's files into a {@link
 * dev.modeldeck.engine.inference.Backend}. The only importer of DJL. Loading PyTorch costs seconds
 * and native memory, so it is meant for worker processes; only {@link
 * dev.modeldeck.engine.local.Devices} is light enough for everybody.
 */
@NullMarked
package dev.modeldeck.engine.local;

import org.jspecify.annotations.NullMarked;
