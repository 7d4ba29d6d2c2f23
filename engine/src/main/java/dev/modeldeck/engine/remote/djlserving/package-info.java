/** DJL Serving, also within Amazon's containers for large models. */
@NullMarked
package dev.modeldeck.engine.remote.djlserving;

import org.jspecify.annotations.NullMarked;
