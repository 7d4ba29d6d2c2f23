/**
 * The Settings tab: appearance, gateway, request log, limits, storage, about. Changes apply at
 * once. Imports fx, controls, the door of the shell, and the engine's front door.
 */
@NullMarked
package dev.modeldeck.app.settings;

import org.jspecify.annotations.NullMarked;
