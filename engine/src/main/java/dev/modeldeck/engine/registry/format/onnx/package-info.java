/** ONNX files: recognised, and refused with the way out. Imports the registry and the kernel. */
@NullMarked
package dev.modeldeck.engine.registry.format.onnx;

import org.jspecify.annotations.NullMarked;
