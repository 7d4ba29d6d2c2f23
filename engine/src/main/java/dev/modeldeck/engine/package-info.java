/**
 * The engine's front door and composition root: {@link dev.modeldeck.engine.Engine} wires
 * everything below it; nothing but the app and tests imports this package.
 */
@NullMarked
package dev.modeldeck.engine;

import org.jspecify.annotations.NullMarked;
