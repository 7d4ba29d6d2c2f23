/**
 * Amazon Bedrock. The only importer of the library that decodes Amazon's event streams. Imports the
 * kernel, http, inference, wire, connections and remote.
 */
@NullMarked
package dev.modeldeck.engine.remote.bedrock;

import org.jspecify.annotations.NullMarked;
