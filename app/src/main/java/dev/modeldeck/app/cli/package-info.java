/**
 * The command line: one file a verb; and what the program does with or without a window: its log,
 * its end. Draws nothing; imports the engine's front door and kernel, and logback for the log's
 * files.
 */
@NullMarked
package dev.modeldeck.app.cli;

import org.jspecify.annotations.NullMarked;
