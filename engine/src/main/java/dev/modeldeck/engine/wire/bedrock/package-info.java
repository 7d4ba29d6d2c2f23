/**
 * Amazon Bedrock's Converse as a client speaks it, after its API reference (bedrock-runtime,
 * 2023-09-30). Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.bedrock;

import org.jspecify.annotations.NullMarked;
