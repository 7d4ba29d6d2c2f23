/**
 * PyTorch's libraries for NVIDIA cards: fetched from a Maven repository when a person asks for
 * them, checked, unpacked into the home folder, and named to the workers that compute on a card.
 * Imports the kernel and http.
 *
 * <p>DJL finds libraries in jars on the class path, or downloads its own; neither will do: its jars
 * with CUDA are in no Maven repository, and what it downloads has no checksum. So workers are told
 * by their environment where the libraries are. DJL loads all that lies beside {@code torch}, in no
 * order that CUDA's would bear; those lie in a folder of their own, from which the system's loader
 * takes them.
 *
 * <p>A worker sees its own card and no other: it cannot take memory of its neighbour's, and what it
 * computes on is always its first.
 */
@NullMarked
package dev.modeldeck.engine.cuda;

import org.jspecify.annotations.NullMarked;
