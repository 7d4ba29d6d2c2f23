/**
 * Nodes that know nothing of models or endpoints: states, pills, tiles, code, forms, formats; and,
 * because two tabs say it, how an endpoint is. Imports fx, and of the engine the kernel, {@code
 * SettingSpec} and {@code Endpoint}.
 */
@NullMarked
package dev.modeldeck.app.controls;

import org.jspecify.annotations.NullMarked;
