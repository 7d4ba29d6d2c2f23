/**
 * What every other package may lean on: observable values, problems that a person can read, the
 * home folder. It imports nothing of ours.
 */
@NullMarked
package dev.modeldeck.engine.kernel;

import org.jspecify.annotations.NullMarked;
