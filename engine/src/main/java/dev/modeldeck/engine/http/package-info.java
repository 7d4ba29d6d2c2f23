/**
 * Outgoing HTTP: calls, server-sent events, failures as problems. The only importer of OkHttp.
 * Imports the kernel.
 */
@NullMarked
package dev.modeldeck.engine.http;

import org.jspecify.annotations.NullMarked;
