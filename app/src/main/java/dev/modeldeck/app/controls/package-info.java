/**
 * Nodes that know nothing of models or endpoints: states, pills, tiles, code, forms, formats.
 * Imports fx, and of the engine the kernel and {@code SettingSpec}.
 */
@NullMarked
package dev.modeldeck.app.controls;

import org.jspecify.annotations.NullMarked;
