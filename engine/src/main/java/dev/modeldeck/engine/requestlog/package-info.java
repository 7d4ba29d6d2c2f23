/**
 * Every call from every door, kept in the database: numbers always, bodies as the settings say.
 * Imports the kernel, storage and inference.
 */
@NullMarked
package dev.modeldeck.engine.requestlog;

import org.jspecify.annotations.NullMarked;
