/** The front door of the engine and its composition root: may import every package of the engine. */
@NullMarked
package dev.modeldeck.engine;

import org.jspecify.annotations.NullMarked;
