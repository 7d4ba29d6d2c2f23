/**
 * The child process that loads one model version on one device, and its supervision. Imports the
 * kernel, inference, wire and local.
 */
@NullMarked
package dev.modeldeck.engine.worker;

import org.jspecify.annotations.NullMarked;
