/** The command line: one file a verb. Draws nothing; imports the engine's front door and kernel. */
@NullMarked
package dev.modeldeck.app.cli;

import org.jspecify.annotations.NullMarked;
